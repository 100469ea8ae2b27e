"""Middleware of /api/: API keys, rate limits, errors raised outside DRF views."""
