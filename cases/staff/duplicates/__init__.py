"""Finds possible duplicates of people and cases, and records decisions on them.

Never merges anything: a pair is stored with its evidence, for staff to decide.
"""
