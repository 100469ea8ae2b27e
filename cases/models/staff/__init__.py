"""Models of staff work: drafts, external keys, merges, duplicate candidates."""
