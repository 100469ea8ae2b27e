"""Recomputes the numbers on public pages from rows of the API, by a rule written out again.

`python -m tests.recount` does so on the founding data and lists every difference. It shares no code
with the counting engine: rows come from the API, numbers from the HTML of the pages.
"""
