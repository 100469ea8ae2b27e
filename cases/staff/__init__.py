"""Staff functions beyond plain admin forms: queues, checks, identity vault, entry, merging."""
