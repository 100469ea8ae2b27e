"""How gunicorn serves the site; it reads this file where it is started."""

worker_class = "tracker.worker.Worker"
workers = 2
threads = 4
worker_tmp_dir = "/dev/shm"  # noqa: S108 (gunicorn makes a file of its own there)
control_socket_disable = True
limit_request_line = 8190  # the most it takes; tracker.api.refusals ends an address before
