"""Founding data: the YAML files in `founding/` of each app, and their loader."""
