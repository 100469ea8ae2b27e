"""Models of accounts: users, invitations, sign-in failures, API keys."""
