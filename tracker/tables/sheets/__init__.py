"""Reads untrusted CSV and XLSX files into rows of text."""
