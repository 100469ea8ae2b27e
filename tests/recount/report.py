"""Every number on home, provision, law, matrix and chart pages against the rows of the API."""

import sys
from collections.abc import Iterator

from .pages import chart_differences, difference, linked_numbers, usage_differences
from .rows import Api, Record

HOST = "http://localhost"
MATRICES = [
    "",
    "rows=provision&columns=year",
    "rows=year&columns=outcome&unit=charges",
    "rows=law&columns=category&unit=cases&basis=tried",
    "rows=category&columns=province&unit=prosecutions&basis=convicted",
    "rows=outcome&columns=court&provenance=all&scope=all",
    "rows=provenance&columns=scope&unit=charges",
]
# Charts of counts, and the matrix each draws.
CHARTS = {
    "use-by-year": "rows=year&columns=outcome",
    "article-by-category": "rows=provision&columns=category",
    "articles-over-time": "rows=provision&columns=year",
}
CHART_PAGES = [*CHARTS, "case-flow", "time-in-detention", "where"]


def addresses_of_pages(api: Api) -> list[str]:
    return [
        "/",
        *(f"/usage/?{query}" for query in MATRICES),
        *(f"/charts/{name}/" for name in CHART_PAGES),
        *(f"/charts/{name}/?unit=cases&provenance=all" for name in CHART_PAGES),
        *(f"/laws/{law['id']}/" for law in api.rows("laws")),
        *(f"/laws/{provision['id']}/" for provision in api.rows("provisions")),
        *(f"/recommendations/{asked['id']}/" for asked in api.rows("recommendations")),
    ]


class Recounting:
    """Differences, and how many numbers were compared."""

    def __init__(self, client):
        self.client = client
        self.api = Api(lambda address: client.get(address.removeprefix(HOST)).json())
        self.record = Record(self.api)
        self.compared = 0

    def differences(self) -> Iterator[str]:
        for address in addresses_of_pages(self.api):
            response = self.client.get(address)
            if response.status_code != 200:
                yield f"{address}: status {response.status_code}"
                continue
            for number in linked_numbers(address, response.content.decode()):
                self.compared += 1
                if found := difference(number, self.record, self.api):
                    yield found
        for query in MATRICES:
            yield from usage_differences(f"/api/v1/usage/?{query}", self.record, self.api)
        for name, query in CHARTS.items():
            usage = self.api.get(f"/api/v1/usage/?{query}")
            self.compared += len(usage["cells"])
            csv_text = self.client.get(f"/charts/{name}.csv").content.decode()
            yield from chart_differences(name, csv_text, usage, self.record)


def write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def print_differences(client) -> int:
    recounting = Recounting(client)
    differences = list(recounting.differences())
    write("\n".join(differences))
    write(f"{recounting.compared} numbers compared: {len(differences)} differences")
    return bool(differences)
