"""Template tags: work queues on the admin index."""

from django import template

from cases.staff.queue_pages import address_of_queue
from cases.staff.queues import MAX_COUNT, QUEUES

register = template.Library()


@register.inclusion_tag("admin/cases/queues/_queues.html")
def staff_queues(user):
    """Every queue with its count and the user's own count: two queries for each queue."""
    rows = [
        (queue, count_label(queue.count()), queue.count(who=user), address_of_queue(queue))
        for queue in QUEUES.values()
    ]
    return {"rows": [(*row, address_of_queue(row[0], "mine")) for row in rows]}


def count_label(count: int) -> str:
    """The count as text, such as `99+` above MAX_COUNT."""
    return f"{MAX_COUNT}+" if count > MAX_COUNT else str(count)
