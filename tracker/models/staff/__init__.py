"""Models of staff work: workflow steps, assignments, imports, submitted forms."""
