"""Records as tables: export, import, founding data."""
