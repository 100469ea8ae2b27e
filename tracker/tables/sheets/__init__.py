"""Reads CSV and XLSX files from others into rows of text."""
