"""The staff account with which somebody tries the tracker out at home."""

import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

NAME = "demo"
LOOPBACK = ("", "localhost", "127.0.0.1", "::1")


class Command(BaseCommand):
    help = "Makes a local staff account with a random password, unless a staff account exists."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError("Only for trying out (DEBUG=1). Use manage.py createsuperuser.")
        host = connection.settings_dict["HOST"]
        if host not in LOOPBACK and not host.startswith("/"):
            raise CommandError(
                "Only on this machine's own database. Use manage.py createsuperuser."
            )
        users = get_user_model().objects
        if users.filter(is_staff=True).exists():
            self.stdout.write("A staff account exists; its password was shown when it was made.")
        else:
            password = secrets.token_urlsafe(12)
            users.create_superuser(NAME, password=password)
            admin = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/admin/"
            self.stdout.write(f"Local demo account, shown this once, for {admin}")
            self.stdout.write(f"    name      {NAME}\n    password  {password}")
        self.stdout.write(
            "An account of your own: DEBUG=1 .venv/bin/python manage.py createsuperuser"
        )
