"""Charts drawn from the usage matrix.

`CHARTS` maps the slug in the URL to the class. A chart has a title, a description with the main
figures, a drawing, and a table of the same numbers.
"""

from .articles import ArticlesByCategory, ArticlesOverTime
from .base import Chart
from .detention import TimeInDetention
from .flow import CaseFlow
from .provinces import ProvinceMap
from .question import ChartQuery
from .years import UseByYear

CHARTS: dict[str, type[Chart]] = {
    chart.name: chart
    for chart in (
        UseByYear,
        ArticlesByCategory,
        ArticlesOverTime,
        CaseFlow,
        TimeInDetention,
        ProvinceMap,
    )
}

__all__ = ["CHARTS", "Chart", "ChartQuery"]
