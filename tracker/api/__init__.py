"""Read-only JSON API: shared base classes, and the resources of this app.

Every answer is the same for everybody, in English, without cookies, and readable from any other
site. What can be asked of a list is what its page can be asked; whatever is not understood is a
400 that names every problem (RFC 9457).
"""
