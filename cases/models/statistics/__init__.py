"""Derived models: charge summaries, usage counts, snapshots."""
