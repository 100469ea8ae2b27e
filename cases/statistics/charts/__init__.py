"""Charts drawn from the usage matrix.

`CHARTS` has them by the name in their address. A chart has a title that says what it shows, a
description with its main figures, a drawing, and a table of the same numbers.
"""

from .articles import ArticlesByCategory, ArticlesOverTime
from .base import Chart
from .detention import TimeInDetention
from .flow import CaseFlow
from .provinces import Places
from .question import Question
from .years import UseByYear

CHARTS: dict[str, type[Chart]] = {
    chart.name: chart
    for chart in (
        UseByYear,
        ArticlesByCategory,
        ArticlesOverTime,
        CaseFlow,
        TimeInDetention,
        Places,
    )
}

__all__ = ["CHARTS", "Chart", "Question"]
