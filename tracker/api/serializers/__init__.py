"""Serializers compiled to query plans for fast read-only JSON.

The rules of every record: unknown is null, never an empty text; a date is the range of possible
days; another record is `{id, label, url}`; a fact has its standing and its citations. Only the
fields named in a serializer are public, and no database id is among them.

Which field to declare: `fields` explains. What cannot be planned fails `manage.py check`.
"""
