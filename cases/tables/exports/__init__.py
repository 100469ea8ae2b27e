"""Export columns of this app."""
