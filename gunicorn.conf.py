"""Gunicorn configuration; gunicorn reads it from the working directory."""

worker_class = "tracker.api.errors.gunicorn_worker.Worker"
workers = 2
threads = 4
worker_tmp_dir = "/dev/shm"  # noqa: S108 (gunicorn creates its own temporary file there)
control_socket_disable = True
# gunicorn's maximum; tracker.api.middleware.error_responses has a lower limit
limit_request_line = 8190
