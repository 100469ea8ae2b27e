"""Who works here and what they may do: roles, sign-in, second factor, invitations, sessions."""
