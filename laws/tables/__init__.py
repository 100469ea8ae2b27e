"""Exports and imports of this app."""
