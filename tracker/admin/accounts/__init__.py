"""Admin of accounts, invitations and API keys, for administrators."""
