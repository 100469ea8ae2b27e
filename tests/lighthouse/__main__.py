"""`make lighthouse`: runs Lighthouse (slow phone) on every public page, and on some in Khmer.

    python -m tests.lighthouse [part of an address ...]

The routes are those of the browser tests, with the founding data. Exits with 1 if a page scores
below the minimum.
"""

import os
import sys

import django

from tests.lighthouse.scores import LEAST, LighthousePage, measure_page
from tests.lighthouse.server import running_site

IN_KHMER = 4  # every n-th page is also measured in Khmer


def main(parts: list[str]) -> int:
    pages = []
    with running_site(os.environ["DATABASE_URL"]) as site:
        for route in routes():
            if all(part in route for part in parts):
                pages.append(measure_page(site, route))
                write(format_page(pages[-1]))
    write("\nPerformance, accessibility, best practices, SEO; the worst first\n")
    for page in sorted(pages, key=lambda page: (page.scores, page.route)):
        write(format_page(page))
    failed = sum(not page.scores.are_good for page in pages)
    write(f"\n{len(pages)} pages, {failed} below {' '.join(map(str, LEAST))}")
    return 1 if failed or not pages else 0


def routes() -> list[str]:
    from tests import sample_data  # noqa: PLC0415 (needs Django set up)
    from tracker.languages.switching import address_in  # noqa: PLC0415

    english_routes = sample_data.page_addresses(sample_data.find_founding_story())
    return [*english_routes, *(address_in("km", route) for route in english_routes[::IN_KHMER])]


def format_page(page: LighthousePage) -> str:
    """Scores, route and faults of a page."""
    scores = " ".join(f"{score:4.0f}" for score in page.scores)
    return f"{scores}  {page.route}  {'; '.join(page.faults)}".rstrip()


def write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
