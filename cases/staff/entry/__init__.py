"""Shared parts of the case entry form and the entry grid: parsing, lookups, write plan, drafts.

`parse` and `sentences` read what is typed, `charges` and `people` look it up, `fields`, `rows`
and `formsets` are the forms, `page` puts them together, `building` makes a `plan` of what is to be
written, `saving` writes it once.
`grid` reads a pasted `table`: `matching` says who is meant, `recording` what is new. `drafts` keeps
what is typed and not yet saved.
"""
