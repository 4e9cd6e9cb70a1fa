"""The survey's mails."""

from datetime import datetime

from accounts.links import absolute_url
from contracts.models import Contact
from outbox.addresses import one_click
from outbox.services import queue_mail
from surveys.models import Invitation


def invite(invitation: Invitation, contact: Contact, token: str, *, now: datetime) -> None:
    """Queue the invitation: eleven links that preselect a score, and a way to get no more."""
    tenant = invitation.tenant
    page = absolute_url(tenant, "surveys:answer", token)
    opt_out = absolute_url(tenant, "surveys:opt_out", token)
    queue_mail(
        dedupe_key=f"survey:{invitation.pk}",
        recipient=contact.email,
        template="surveys/invitation",
        context={
            "contact": contact,
            "ticket": invitation.ticket,
            "url": page,
            "scores": [(score, f"{page}?score={score}") for score in range(11)],
            "opt_out": opt_out,
        },
        language=invitation.language,
        headers=one_click(opt_out),
        now=now,
    )
