"""Gives roles to an account from the server."""

from django.core.management.base import BaseCommand, CommandError

from tracker.enums import StaffRole
from tracker.models import User
from tracker.staff.accounts.roles import roles_of, set_roles


class Command(BaseCommand):
    help = "Has an account hold exactly these roles. Its sessions end."

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("roles", nargs="+", choices=StaffRole.values)

    def handle(self, name, roles, **options):
        account = User.objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"Nobody is called {name} here.")
        set_roles(account=account, roles=roles)
        self.stdout.write(f"{name}: {', '.join(sorted(roles_of(account)))}")
