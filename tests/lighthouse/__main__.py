"""`make lighthouse`: every public page, and some in Khmer, on a slow phone by Lighthouse.

    python -m tests.lighthouse [part of an address ...]

Routes are those of the browser tests, told by the founding data. Exits with 1 where a page is
below the least that is allowed.
"""

import os
import sys

import django

from tests.lighthouse.scores import LEAST, LighthousePage, measured
from tests.lighthouse.server import served

IN_KHMER = 4  # one page in so many is also looked at in Khmer


def main(parts: list[str]) -> int:
    pages = []
    with served(os.environ["DATABASE_URL"]) as site:
        for route in routes():
            if all(part in route for part in parts):
                pages.append(measured(site, route))
                say(line(pages[-1]))
    say("\nPerformance, accessibility, best practices, SEO; the worst first\n")
    for page in sorted(pages, key=lambda page: (page.scores, page.route)):
        say(line(page))
    wrong = sum(not page.scores.are_good for page in pages)
    say(f"\n{len(pages)} pages, {wrong} below {' '.join(map(str, LEAST))}")
    return 1 if wrong or not pages else 0


def routes() -> list[str]:
    from tests import sample_data  # noqa: PLC0415 (needs Django set up)
    from tracker.languages.switching import address_in  # noqa: PLC0415

    english = sample_data.addresses(sample_data.founding())
    return [*english, *(address_in("km", route) for route in english[::IN_KHMER])]


def line(page: LighthousePage) -> str:
    figures = " ".join(f"{score:4.0f}" for score in page.scores)
    return f"{figures}  {page.route}  {'; '.join(page.faults)}".rstrip()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
