"""Logging a case: the one-screen page, and the grid for many people in one verdict.

`parse` and `sentences` read what is typed, `charges` and `people` look it up, `fields`, `rows`
and `formsets` are the forms, `page` puts them together, `building` makes a `plan` of what is to be
written, `saving` writes it once.
`grid` reads a pasted `table`: `matching` says who is meant, `recording` what is new. `drafts` keeps
what is typed and not yet saved.
"""
