"""Change tracking at commit, and the tables derived from it."""
