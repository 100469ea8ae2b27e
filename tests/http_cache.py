"""Helpers for conditional requests."""

CASE_LIST = "/api/v1/cases/"


def fetch_etag(reader, address=CASE_LIST, **headers) -> str:
    """The ETag of a response."""
    return reader.get(address, headers=headers).headers["ETag"]


def revalidate(reader, address, etag, **headers):
    """The response to a conditional request with this ETag."""
    return reader.get(address, headers=headers | {"if-none-match": etag})


def update_record(record, **fields) -> None:
    """Update columns of a row without `save()`."""
    type(record).objects.filter(pk=record.pk).update(**fields)
