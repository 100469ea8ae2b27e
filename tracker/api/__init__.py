"""Read-only JSON API: shared base classes, and the resources of this app.

Every response is the same for every client, in English, without cookies, and readable from other
sites (CORS). A list takes the same filters as its page. A request with invalid parameters gets a
400 that names every problem (RFC 9457).
"""
