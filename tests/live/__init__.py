"""The site as it is served: gunicorn, the founding data, clients that know nothing of Django."""
