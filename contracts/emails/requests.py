"""Mails to people who asked by a public form."""

from datetime import datetime

from django.utils import translation

from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.values import plain
from contracts.mailwords.requests import request_values
from contracts.models import PublicRequest
from outbox.models import OutboxMessage
from outbox.services import queue_mail


def confirm_address(request: PublicRequest, *, token: str, now: datetime) -> None:
    """Send the link that confirms the address. It says the same to everybody, known or not."""
    mail = "confirm_access" if request.kind == PublicRequest.Kind.ACCESS else "confirm_enquiry"
    _send(request, mail, "confirm", now, link=absolute_url(request.tenant, "public:confirmation", token))


def known_already(request: PublicRequest, *, now: datetime) -> None:
    """Tell somebody with access how to sign in; only who reads the mail of the address learns that."""
    _send(request, "access_known", "known", now, link=absolute_url(request.tenant, "account_login"))


def refused(request: PublicRequest, *, now: datetime) -> None:
    """Tell them no, and why."""
    _send(request, "access_refused", "refused", now, link=absolute_url(request.tenant, "account_login"))


def _send(request: PublicRequest, mail: str, step: str, now: datetime, *, link: str) -> None:
    tenant = request.tenant
    language = request.language or tenant.language
    with translation.override(language):
        values = request_values(tenant, name=request.name, company=request.company, sent_at=request.sent_at, link=link)
        values["reason"] = plain(request.reason)
        context = ChosenWords.of([mail]).letter(mail, values, language=language)
    queue_mail(
        dedupe_key=f"request:{step}:{request.pk}",
        recipient=request.email,
        template=LETTER,
        context=context,
        language=language,
        now=now,
        priority=OutboxMessage.Priority.URGENT,
        is_secret=step == "confirm",
    )
