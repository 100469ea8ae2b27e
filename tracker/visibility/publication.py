"""Public database role, build of schema `pub`, and the publication workflow.

The public reads schema `pub` as role `tracker_public`: views under the tables' own names, with
visible rows and public columns only. What they show is written in the `public.sql` of each
storey; the role has no right to anything else, and its transactions are read only, but for the
report of an error.
"""

from contextlib import contextmanager
from hashlib import md5
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.changes.derived_views import derived_models, derived_views_sql
from tracker.changes.tracking import change_tracking_sql
from tracker.enums import State
from tracker.models import WorkflowStep
from tracker.visibility.checklist import findings
from tracker.visibility.name_protection import rows_with_protected_names

PUBLIC_ROLE = "tracker_public"
# In each storey, in this order: what triggers refuse and keep, what search looks into, whether a
# row is shown, what is taken back from releases, then what the public sees.
SQL_FILES = (
    *("integrity.sql", "session_epochs.sql", "merging.sql", "identity_vault.sql"),
    *("citation_coverage.sql", "redaction.sql", "search_index.sql", "row_visibility.sql"),
    *("release_recall.sql", "public.sql"),
)
# Any number will do, as long as everybody who creates the role takes the same lock.
ROLE_LOCK = 20_210_216
SETTLE = "SET CONSTRAINTS public.settle IMMEDIATE; SET CONSTRAINTS public.settle DEFERRED"


def process_dirty_rows(*, using: str = "default") -> None:
    """Within a transaction: notice now what it changed for the public, not when it commits."""
    ours = connections[using]
    if ours.in_atomic_block:
        # Not with a cursor of Django's: nobody's question. Its errors all the same.
        with ours.wrap_database_errors, ours.connection.cursor() as cursor:
            cursor.execute(SETTLE)


@contextmanager
def public_reader(using: str = "default"):
    """Read as the public: only published rows, only public columns, nothing can be written.

    Statements prepared for lists and records (tracker.api.serializers.query_plans) are not planned
    anew for each answer, and nothing is compiled for questions that take a moment.

    Within a transaction that changed something, it reads what there is once that commits.

    Ends by rolling back, whatever happened inside: there is nothing to keep, and that alone
    also takes back role, path and read-only mode where the transaction was aborted or is part
    of a larger one. Streams and commands that speak for the public open it themselves.
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
    """Read as the public, and keep what the public may send: reports of errors, nothing else.

    The role is the same; the one thing it may do besides reading is `pub.report_error()`.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        # First of all: once a transaction has read something, it stays read only.
        cursor.execute(
            f"SET LOCAL transaction_read_only = off; SET LOCAL search_path = pub, ext; "
            f"SET LOCAL ROLE {PUBLIC_ROLE}"
        )
        yield
        # Settings that are kept end with the outermost transaction, which may not be this one.
        cursor.execute("RESET ROLE; RESET search_path")


class PublicReaderMiddleware:
    """Serves every request outside the admin as the public role."""

    # Health checks answer whether or not there is a database.
    WITHOUT_DATABASE = ("/healthz", "/readyz")
    STAFF = "/admin/"
    SENDS = "/report/"  # docs/decisions/0012

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith((self.STAFF, *self.WITHOUT_DATABASE)):
            return self.get_response(request)
        try:
            with self.transaction_for(request):
                response = self.get_response(request)
                # A lazily rendered response must find the role still set.
                if hasattr(response, "render") and not response.is_rendered:
                    response.render()
                return response
        except (InterfaceError, OperationalError):
            return self.unavailable()

    def transaction_for(self, request):
        is_sent = request.method == "POST" and request.path.endswith(self.SENDS)
        return public_sender() if is_sent else public_reader()

    @staticmethod
    def unavailable() -> HttpResponse:
        """While the database is gone: no error of the reader's, and soon over."""
        words = _("The tracker cannot reach its database. Please try again in a moment.")
        return HttpResponse(
            words, status=503, content_type="text/plain", headers={"Retry-After": "10"}
        )


def rebuild_projection(using: str = "default") -> None:
    """Create the role, the redaction triggers and schema `pub` anew. Views hold no data."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROLE_LOCK])
        ensure_role(cursor)
        cursor.execute(
            "SET LOCAL search_path = public, ext;"
            "DROP SCHEMA IF EXISTS pub CASCADE;"
            "CREATE SCHEMA pub"
        )
        for file in projection_files():
            cursor.execute(file.read_text(encoding="utf-8"))
        rebuild_change_tracking(cursor)
        cursor.execute(
            f"GRANT USAGE ON SCHEMA pub, ext TO {PUBLIC_ROLE};"  # noqa: S608 (our own constants)
            f"GRANT SELECT ON ALL TABLES IN SCHEMA pub TO {PUBLIC_ROLE};"
            "REVOKE ALL ON SCHEMA public FROM PUBLIC"
        )


def rebuild_change_tracking(cursor) -> None:
    """Schema `settling` anew. Where the rules changed, so may what every record shows: all are
    settled when this transaction commits."""
    cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'pub' ORDER BY 1")
    sql = change_tracking_sql({name for (name,) in cursor.fetchall()}) + derived_views_sql(cursor)
    texts = [*(file.read_text(encoding="utf-8") for file in projection_files()), sql]
    edition = md5("\n".join(texts).encode(), usedforsecurity=False).hexdigest()
    cursor.execute("SELECT obj_description(to_regnamespace('settling'), 'pg_namespace')")
    is_same = cursor.fetchone() == (edition,)
    cursor.execute("DROP SCHEMA IF EXISTS settling CASCADE")
    cursor.execute(sql)
    cursor.execute("SET LOCAL search_path = public, ext")
    cursor.execute(f"COMMENT ON SCHEMA settling IS '{edition}'")
    if not is_same:
        cursor.execute("SELECT settling.touch_all(pg_current_xact_id()::text::bigint)")


def projection_files() -> list[Path]:
    """The SQL that makes the projection, lower storeys first."""
    storeys = [settings.BASE_DIR / name / "database" for name in settings.APP_LAYERS]
    files = [folder / name for folder in storeys for name in SQL_FILES]
    return [file for file in files if file.exists()]


def ensure_role(cursor) -> None:
    """Create the public role if the cluster has none.

    Roles belong to the whole cluster, so two databases set up at once (parallel tests) can
    both find it missing; the lock is per database and does not help. The loser's error is fine.
    """
    cursor.execute(
        f"""DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{PUBLIC_ROLE}') THEN
                CREATE ROLE {PUBLIC_ROLE} NOLOGIN;
              END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$"""
    )
    cursor.execute("SELECT pg_has_role(current_user, %s, 'SET')", [PUBLIC_ROLE])
    if not cursor.fetchone()[0]:
        cursor.execute(f"GRANT {PUBLIC_ROLE} TO CURRENT_USER")


def drop_projection(*, plan=(), using="default", **_signal) -> None:
    """Before a migration: a column cannot change its type while a view shows it."""
    if plan:
        with connections[using].cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS pub CASCADE")
            for model in derived_models():
                cursor.execute(f"DROP VIEW IF EXISTS public.{model._meta.db_table}")


def projection_after_migrate(*, using="default", **_signal) -> None:
    """After the last app is migrated."""
    rebuild_projection(using=using)


# --- The way of one record to the public and back --------------------------------------------


class NotAllowed(Exception):
    """The step is not open to this record now; the message says why and what would be right."""


STEPS = {
    State.DRAFT: {State.IN_REVIEW, State.PUBLISHED},
    State.IN_REVIEW: {State.DRAFT, State.PUBLISHED},
    State.PUBLISHED: {State.WITHDRAWN},
    State.WITHDRAWN: {State.IN_REVIEW, State.PUBLISHED},
}


def transition(*, record: Model, to: State, reason: str = "", note: str = "", by) -> None:
    """Take a record one step on its way. Withdrawing needs a reason, for staff only.

    A note is for whoever comes next. Raises NotAllowed when the step is not open from the
    record's present state.
    """
    with transaction.atomic():
        current = type(record)._base_manager.select_for_update().get(pk=record.pk)
        if to not in STEPS[State(current.state)]:
            raise NotAllowed(
                f"“{record}” is {current.get_state_display().lower()}: it cannot become "
                f"{State(to).label.lower()} from there."
            )
        if to == State.WITHDRAWN and not reason.strip():
            raise NotAllowed("Say, for the staff, why this is withdrawn.")
        if to == State.PUBLISHED and (named := rows_with_protected_names(current)):
            raise NotAllowed(
                f"“{record}” was not published: somebody whose identity is sealed may be named in "
                + ", ".join(sorted({str(row._meta.verbose_name) for row in named}))
                + "."
            )
        record.state = to
        record.withdrawal_reason = reason if to == State.WITHDRAWN else ""
        if to in (State.PUBLISHED, State.WITHDRAWN) or record.last_edited_by is None:
            record.last_edited_by = by  # who sends it to review has not edited it
        if to == State.PUBLISHED and record.published_at is None:
            record.published_at = timezone.now()
        record.save()
        WorkflowStep.objects.create(
            table=record._meta.label, row=record.pk, state=to, note=note.strip() or reason, by=by
        )


def publish(*, record: Model, has_looked: bool = False, by) -> None:
    """Show the record, and all that hangs on it alone, to the public.

    Raises NotAllowed for what the checklist finds: always if it blocks, and if it is a warning
    unless somebody has looked; and for those who would publish what they edited last.
    """
    with transaction.atomic():
        current = type(record)._base_manager.select_for_update().get(pk=record.pk)
        found = findings(current)
        if stops := [f.sentence for f in found if f.is_blocking or not has_looked]:
            raise NotAllowed(" ".join([f"“{record}” was not published.", *stops]))
        if is_own_work(current, by):
            raise NotAllowed(
                f"“{record}” was last edited by you: somebody else has to look and publish it."
            )
        note = "; ".join(sorted({finding.sentence for finding in found}))
        transition(
            record=record, to=State.PUBLISHED, note=note and f"Looked at: {note}"[:1000], by=by
        )


def is_own_work(record: Model, by) -> bool:
    """Whether a second pair of eyes is still missing."""
    return settings.REVIEW_BY_ANOTHER and by is not None and record.last_edited_by_id == by.pk


def withdraw(*, record: Model, reason: str, by) -> None:
    """Take the record and all that hangs on it from the public, in every channel at once."""
    transition(record=record, to=State.WITHDRAWN, reason=reason, by=by)
