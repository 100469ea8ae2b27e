"""Public pages of this app and those that need every app: home, usage, charts, search, data."""
