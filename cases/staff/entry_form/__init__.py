"""One-page form to enter a case with all its rows."""
