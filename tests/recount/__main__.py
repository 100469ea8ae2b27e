"""`python -m tests.recount`: numbers of pages against API rows; `... claims`: what they claim."""

import os
import sys

import django

DATABASE = "recount"


def main(command: str = "") -> int:
    from django.test import Client  # noqa: PLC0415 (needs Django set up)

    from tests import database  # noqa: PLC0415
    from tests.recount import claims, report  # noqa: PLC0415

    database.use_own(DATABASE)
    try:
        with database.founding_data():
            client = Client(SERVER_NAME="localhost")
            if command == "claims":
                return claims.print_claims(client)
            return report.print_differences(client)
    finally:
        database.drop_own(DATABASE)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    sys.exit(main(*sys.argv[1:]))
