"""Template tag that draws a chart."""

from django import template
from django.http import QueryDict

from cases.statistics.charts import CHARTS, ChartQuery

register = template.Library()


@register.inclusion_tag("cases/_partials/charts/_chart.html")
def chart(name: str, query: str = "", level: int = 3):
    """A chart with the filters of a `/usage/` query string; `level` is that of its heading."""
    return {"chart": CHARTS[name](ChartQuery(QueryDict(query))), "level": level}
