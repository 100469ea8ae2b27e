"""Gzip middleware with deterministic output, so that strong ETags stay valid."""

from django.middleware.gzip import GZipMiddleware

from tracker.visibility.public_reader import PublicReaderMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Gzip with random padding for staff pages only, which hold secrets (BREACH attack)."""

    def __init__(self, get_response):
        super().__init__(get_response)
        self.deterministic = DeterministicGzip(get_response)

    def process_response(self, request, response):
        if request.path.startswith(PublicReaderMiddleware.STAFF_PREFIX):
            return super().process_response(request, response)
        return self.deterministic.process_response(request, response)


class DeterministicGzip(GZipMiddleware):
    """Gzip without random padding: equal responses stay equal bytes."""

    max_random_bytes = 0
