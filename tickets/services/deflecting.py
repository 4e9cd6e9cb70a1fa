"""A question that an article or a solved ticket answered while it was typed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import Contact
from tickets.models import Article, Deflection, Ticket


@transaction.atomic
def deflect(
    *, contact: Contact, subject: str, now: datetime, article: Article | None = None, ticket: Ticket | None = None
) -> Deflection:
    """Count a question that is not filed because `article` or `ticket` helped (exactly one; the caller has looked that
    the contact may see it). Pressed twice within a minute it counts once. ValidationError without a subject.
    """
    subject = " ".join(subject.split())[:200]
    if not subject:
        raise ValidationError({"subject": _("Write what has happened.")}, code="subject")
    same = Deflection.objects.filter(contact=contact, subject=subject, article=article, ticket=ticket)
    last = same.order_by("-at").first()
    if last is not None and (now - last.at).total_seconds() < 60:
        return last
    return Deflection.objects.create(contact=contact, subject=subject, article=article, ticket=ticket, at=now)
