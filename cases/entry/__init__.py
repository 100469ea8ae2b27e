"""Logging a case: the one-screen page, and the grid for many people in one verdict.

`parse` and `sentences` read what is typed, `charges` and `people` look it up, `fields` and `rows`
are the forms, `page` puts the rows together, `plan` says what is to be written and writes it.
`grid` reads a pasted table into such a plan. `drafts` keeps what is typed and not yet saved.
"""
