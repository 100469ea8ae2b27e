"""Template tags: work queues on the admin index."""

from django import template

from cases.staff.queue_pages import address_of_queue
from cases.staff.queues import COUNTED_TO, QUEUES

register = template.Library()


@register.inclusion_tag("admin/cases/queues/_queues.html")
def desk_queues(user):
    """Every queue with its count and the user's own count: two queries for each queue."""
    rows = [
        (queue, in_words(queue.count()), queue.count(who=user), address_of_queue(queue))
        for queue in QUEUES.values()
    ]
    return {"rows": [(*row, address_of_queue(row[0], "mine")) for row in rows]}


def in_words(count: int) -> str:
    """The count as text, such as `99+` above COUNTED_TO."""
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)
