"""Public pages of this app, and pages with data of all apps: home, usage, charts, search, data."""
