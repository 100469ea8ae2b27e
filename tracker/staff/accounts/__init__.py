"""Staff sign-in: roles, second factor, invitations, sessions."""
