"""Derived models: charge and case summaries, snapshots."""
