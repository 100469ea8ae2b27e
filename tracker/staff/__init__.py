"""What staff use outside the admin forms: sign-in, captured files, assignments, link checks."""
