"""Mails to people who asked by a public form."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts import formats
from accounts.links import absolute_url
from contracts.models import PublicRequest
from outbox.models import OutboxMessage
from outbox.services import queue_mail


def confirm_address(request: PublicRequest, *, token: str, now: datetime) -> None:
    """Send the link that confirms the address. It says the same to everybody, known or not."""
    url = absolute_url(request.tenant, "public:confirmation", token)
    _send(request, "confirm", now, url=url, is_access=request.kind == PublicRequest.Kind.ACCESS)


def known_already(request: PublicRequest, *, now: datetime) -> None:
    """Tell somebody with access how to sign in; only who reads the mail of the address learns that."""
    _send(request, "known", now, url=absolute_url(request.tenant, "account_login"))


def refused(request: PublicRequest, *, now: datetime) -> None:
    """Tell them no, and why."""
    _send(request, "refused", now, reason=request.reason)


def _send(request: PublicRequest, name: str, now: datetime, **context: Any) -> None:
    tenant = request.tenant
    language = request.language or tenant.language
    with translation.override(language):
        sent = formats.full_date(request.sent_at, ZoneInfo(tenant.zone), language)
    queue_mail(
        dedupe_key=f"request:{name}:{request.pk}",
        recipient=request.email,
        template=f"requests/{name}",
        context={"name": request.name, "company": request.company, "sent": sent, **context},
        language=language,
        now=now,
        priority=OutboxMessage.Priority.URGENT,
        is_secret=name == "confirm",
    )
