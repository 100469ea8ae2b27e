"""Admin of table imports."""
