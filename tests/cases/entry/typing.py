"""Form data of the case entry form, as the browser sends it."""

from uuid import uuid4

from django.urls import reverse

from tests.staff_client import field_data

ENTRY_URL = "/admin/cases/case/entry/"


def entry_url(case) -> str:
    return reverse("admin:cases_case_entry_of", args=[case.pk])


def entry_data(*, people=(), events=(), sources=(), sentences=(), detentions=(), **case) -> dict:
    """Data of a new form with these rows, each a dict of fields; other case fields as keywords."""
    data = {"title": "Invented case", "token": str(uuid4()), "category": "unknown"}
    data |= {"platform": "unknown", "country": "KH", "province": "unknown"} | case
    for prefix, rows in {
        "sources": sources,
        "people": people,
        "events": events,
        "sentences": sentences,
        "detentions": detentions,
    }.items():
        data |= section_data(prefix, rows)
    return data


DEFAULT_FIELDS = {
    "people": {"role": "accused", "is_a": "person", "exactly": "exact", "category": "unknown"}
}
DEFAULT_FIELDS["events"] = {"made": "auto"}


def section_data(prefix: str, rows) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        for name, value in (DEFAULT_FIELDS.get(prefix, {}) | row).items():
            data[f"{prefix}-{number}-{name}"] = value
    return data


def unchanged_form_data(client, address) -> dict:
    """The data that the browser sends if the form at this URL is submitted unchanged."""
    form = client.get(address).context["form"]
    data = {"token": form.token}
    parts = [form.case_form, *(rows.management_form for rows in form.rows.values())]
    for part in [*parts, *(row for rows in form.rows.values() for row in rows)]:
        for field in part:
            data |= field_data(field)
    return data


def listed_problems(response) -> list[str]:
    """The errors listed on the page: form, field, typed value, messages."""
    return [
        f"{each['where']}, {each['field']}, “{each['typed']}”: {' '.join(each['messages'])}"
        for each in response.context["problems"]
    ]
