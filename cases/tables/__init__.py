"""Exports, imports and codebook of this app."""
