"""Accounts, sources, organisations, statistics of others, and what laws and cases share."""
