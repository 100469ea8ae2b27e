"""Models of people: persons, name spellings, identities."""
