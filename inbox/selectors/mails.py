"""Mail that came in, as its page lists it."""

from django.db.models import Count, QuerySet

from inbox.models import InboundMail

State = InboundMail.State


def mail_rows(*, state: str, sender: str, before: int | None) -> QuerySet[InboundMail]:
    """Give mails, the newest first, never their bytes; `before` is a key that all are below. One question."""
    rows = InboundMail.objects.defer("raw").select_related("mailbox", "ticket").order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if sender:
        rows = rows.filter(sender__contains=sender)
    return rows.filter(pk__lt=before) if before else rows


def counts() -> dict[str, int]:
    """Give how many wait to be read and how many could not be read. One question."""
    waiting = InboundMail.objects.filter(state__in=[State.STORED, State.FAILED])
    return dict(waiting.values_list("state").annotate(number=Count("pk")))
