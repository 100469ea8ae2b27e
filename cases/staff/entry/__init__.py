"""Shared by the case entry form (`entry_form`) and the entry grid (`entry_grid`).

`cell_parsing`, `sentence_parsing` and `pasted_table` parse typed text; `provision_lookup` and
`person_lookup` find the records it names. A `write_plan` holds unsaved rows and saves them
together, `submit` does so once per form token, `drafts` stores input that is not saved yet.
"""
