"""List pages: filter sets, filter forms, facets, keyset pagination, list view."""
