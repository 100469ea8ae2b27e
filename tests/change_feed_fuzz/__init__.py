"""Fuzz test of the change feed: a copy kept by it must equal the lists after random changes."""
