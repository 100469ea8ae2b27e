"""What staff use outside the admin forms: queues, checks, identity vault, entry, merging."""
