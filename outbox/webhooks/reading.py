"""What the admins' pages show of endpoints and deliveries."""

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery

from outbox.models import OutboxMessage, WebhookAttempt, WebhookEndpoint

State = OutboxMessage.State
SHOWN = 50


def endpoints_shown() -> QuerySet[WebhookEndpoint]:
    """Give the endpoints with `failed` and `waiting`, how many deliveries have failed or wait; those that were removed
    come last. One query.
    """
    mine = OutboxMessage.objects.filter(endpoint=OuterRef("pk")).order_by().values("endpoint")
    return WebhookEndpoint.objects.order_by(F("removed_at").asc(nulls_first=True), "pk").annotate(
        failed=Subquery(mine.filter(state=State.FAILED).values(n=Count("pk")), output_field=IntegerField()),
        waiting=Subquery(mine.filter(state=State.QUEUED).values(n=Count("pk")), output_field=IntegerField()),
    )


def deliveries_of(endpoint: WebhookEndpoint, *, state: str = "", before: int | None = None) -> QuerySet[OutboxMessage]:
    """Give an endpoint's deliveries, the latest first; each with `last_status`, the last answer's. One query."""
    rows = OutboxMessage.objects.filter(endpoint=endpoint)
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    last = WebhookAttempt.objects.filter(message=OuterRef("pk")).order_by("-pk").values("status")[:1]
    return rows.defer("text", "html", "headers").annotate(last_status=Subquery(last)).order_by("-pk")
