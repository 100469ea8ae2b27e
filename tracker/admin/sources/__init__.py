"""Admin of sources, organisations, figures, captured files and error reports."""
