"""Gzip middleware with deterministic output, so that strong ETags stay valid."""

from django.middleware.gzip import GZipMiddleware

from tracker.visibility.public_reader import PublicReaderMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Pads what staff see to a random length, as their pages hold secrets, and nothing else."""

    def __init__(self, get_response):
        super().__init__(get_response)
        self.even = DeterministicGzip(get_response)

    def process_response(self, request, response):
        if request.path.startswith(PublicReaderMiddleware.STAFF):
            return super().process_response(request, response)
        return self.even.process_response(request, response)


class DeterministicGzip(GZipMiddleware):
    max_random_bytes = 0
