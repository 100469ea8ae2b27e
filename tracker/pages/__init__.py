"""Public pages of this app: sources, organisations, figures, error reports."""
