"""Creates the staff account of a development site."""

import os
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from tracker.enums import StaffRole
from tracker.models import User
from tracker.staff.accounts.roles import set_roles

DEMO_NAME = "demo"
LOOPBACK = ("", "localhost", "127.0.0.1", "::1")


class Command(BaseCommand):
    help = (
        "Makes a local staff account with a random password and codes for its second factor; new "
        "ones each time, as long as nobody else has an account."
    )

    def handle(self, **options):
        self._require_local_site()
        if User.objects.exclude(username=DEMO_NAME).filter(is_staff=True).exists():
            self.stdout.write("Others have staff accounts here: the demo account stays as it is.")
            return
        password, secret, codes = self._renew_credentials()
        admin = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/admin/"
        self.stdout.write(f"Local demo account, shown this once, for {admin}")
        self.stdout.write(f"    name      {DEMO_NAME}\n    password  {password}")
        self.stdout.write(
            f"    codes     {' '.join(codes[:5])}\n              {' '.join(codes[5:])}"
        )
        self.stdout.write("Each code works once, as the second factor. For an app, the secret is:")
        self.stdout.write(f"    {secret}")

    def _require_local_site(self):
        """Raises CommandError unless DEBUG is on and the database is on this machine."""
        if not settings.DEBUG:
            raise CommandError("Only for trying out (DEBUG=1). Use manage.py create_administrator.")
        host = connection.settings_dict["HOST"]
        if host not in LOOPBACK and not host.startswith("/"):
            raise CommandError(
                "Only on this machine's own database. Use manage.py create_administrator."
            )

    @transaction.atomic
    def _renew_credentials(self) -> tuple[str, str, list[str]]:
        """A new password, TOTP secret and recovery codes; earlier ones stop working."""
        account, _created = User.objects.get_or_create(
            username=DEMO_NAME, defaults={"is_staff": True}
        )
        password, secret = secrets.token_urlsafe(12), generate_totp_secret()
        account.set_password(password)
        account.save()
        set_roles(account=account, roles=set(StaffRole))
        Authenticator.objects.filter(user=account).delete()
        TOTP.activate(account, secret)
        return password, secret, RecoveryCodes.activate(account).generate_codes()
