"""The ground: configuration, accounts, sources and the public projection."""
