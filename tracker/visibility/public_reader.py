"""Reading as the public role: the context managers, and the middleware of every public request."""

from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connections, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

PUBLIC_ROLE = "tracker_public"
FIRE_CHANGE_TRACKING = (
    "SET CONSTRAINTS public.process_dirty_rows IMMEDIATE;"
    " SET CONSTRAINTS public.process_dirty_rows DEFERRED"
)


def process_dirty_rows(*, using: str = "default") -> None:
    """Inside a transaction: run change tracking now instead of at commit."""
    connection = connections[using]
    if connection.in_atomic_block:
        # A plain cursor, so that it is not counted among the queries of a page.
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(FIRE_CHANGE_TRACKING)


@contextmanager
def public_reader(using: str = "default"):
    """Read as the public: published rows and public columns only; writing is refused.

    Prepared statements (tracker.api.serializers.query_plans) use generic plans, and JIT is off: it
    costs more than these queries do. Inside a transaction that changed something, the public data
    are those that its commit would leave.

    Always ends with a rollback. There is nothing to keep, and only a rollback restores role, path
    and read-only mode in an aborted transaction too, or in a savepoint of a larger one. Streamed
    responses and commands that read as the public open it themselves.
    """
    connection = connections[using]
    if is_outermost := not connection.reads_as_public:
        process_dirty_rows(using=using)
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL transaction_read_only = on; SET LOCAL search_path = pub, ext; "
                f"SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off; "
                f"SET LOCAL ROLE {PUBLIC_ROLE}"
            )
        connection.reads_as_public = True
        try:
            yield
        finally:
            connection.reads_as_public = not is_outermost
            transaction.set_rollback(True, using=using)


@contextmanager
def public_sender(using: str = "default"):
    """Read as the public, and call the one function that writes for it: `pub.report_error()`."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        # First: a transaction that has run a query cannot become read-write any more.
        cursor.execute(
            f"SET LOCAL transaction_read_only = off; SET LOCAL search_path = pub, ext; "
            f"SET LOCAL ROLE {PUBLIC_ROLE}"
        )
        yield
        # SET LOCAL lasts until the outermost transaction ends, which may not be this one.
        cursor.execute("RESET ROLE; RESET search_path")


class PublicReaderMiddleware:
    """Serves every request outside the admin as the public role."""

    # Health checks answer whether or not there is a database.
    PATHS_WITHOUT_DATABASE = ("/healthz", "/readyz")
    STAFF_PREFIX = "/admin/"
    REPORT_FORM_SUFFIX = "/report/"  # docs/decisions/0012

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith((self.STAFF_PREFIX, *self.PATHS_WITHOUT_DATABASE)):
            return self.get_response(request)
        try:
            with self.transaction_for(request):
                response = self.get_response(request)
                # Lazily rendered responses must be rendered while the role is set.
                if hasattr(response, "render") and not response.is_rendered:
                    response.render()
                return response
        except (InterfaceError, OperationalError):
            return self.unavailable()

    def transaction_for(self, request):
        is_report = request.method == "POST" and request.path.endswith(self.REPORT_FORM_SUFFIX)
        return public_sender() if is_report else public_reader()

    @staticmethod
    def unavailable() -> HttpResponse:
        """503 with Retry-After while the database is unreachable."""
        words = _("The tracker cannot reach its database. Please try again in a moment.")
        return HttpResponse(
            words, status=503, content_type="text/plain", headers={"Retry-After": "10"}
        )
