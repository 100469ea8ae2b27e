"""Creates the first administrator, or another one if none can sign in."""

import sys

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tracker.enums import StaffRole
from tracker.models import User
from tracker.staff.accounts.roles import set_roles


class Command(BaseCommand):
    help = (
        "Opens an account that manages accounts. Reads its password from standard input, so that "
        "it stands in no list of processes and in no shell's history."
    )

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument(
            "--also",
            nargs="*",
            choices=StaffRole.values,
            default=[],
            help="Other roles, such as custodian.",
        )

    @transaction.atomic
    def handle(self, name, also, **options):
        password = sys.stdin.readline().rstrip("\n")
        account = User(username=name, is_staff=True)
        try:
            password_validation.validate_password(password, account)
            account.set_password(password)
            account.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        account.save()
        set_roles(account=account, roles={StaffRole.ADMINISTRATOR, *also})
        self.stdout.write(f"{name} sets up the second factor at the first sign-in, at /admin/.")
