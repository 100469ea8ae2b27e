"""Captured documents: stored by digest, published only as copies without metadata."""
