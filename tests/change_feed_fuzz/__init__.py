"""A copy that follows the change feed, tried with changes at random."""
