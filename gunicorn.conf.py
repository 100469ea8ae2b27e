"""How gunicorn serves the site; it reads this file where it is started."""

worker_class = "tracker.api.errors.gunicorn_worker.Worker"
workers = 2
threads = 4
worker_tmp_dir = "/dev/shm"  # noqa: S108 (gunicorn makes a file of its own there)
control_socket_disable = True
# the most it takes; tracker.api.middleware.error_responses ends an address before
limit_request_line = 8190
