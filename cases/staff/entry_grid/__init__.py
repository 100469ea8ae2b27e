"""Grid to enter many people of one verdict from a pasted table."""
