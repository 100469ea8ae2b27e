"""Table imports: parsed, compared with the database, written all or nothing.

An `ImportSpec` declares the columns of one kind of table and the rows that they create: sources
here, the others in `tables/imports` of laws and cases. See docs/decisions/0029.
"""
