"""Admin of duplicate candidates and merges."""
