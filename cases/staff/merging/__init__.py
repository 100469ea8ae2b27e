"""Merges two records and undoes a merge (docs/decisions/0027).

`relations` lists the foreign keys that move, `policy` decides the columns of the two records,
`merge_plan` computes a merge without writing, `writer` applies it, `actions` merges and undoes.
`decided_pairs` and `publication_recheck` refuse what must not be merged or published again.
"""
