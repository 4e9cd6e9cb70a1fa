"""A ticket that does not exist, for previews of the mails about it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import formats
from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTERS, SIGNATURE
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Drawn, Value, written
from accounts.mailwords.sample import ADDRESS, READER
from accounts.mailwords.values import bullets
from accounts.models import Tenant
from contracts.models import Contact, Customer, Product
from outbox.emails import Letter as Rendered
from outbox.emails import render_letter
from sla.models import Severity
from tickets.mailwords.quoting import quotes_of
from tickets.mailwords.values import values_of
from tickets.models import Message, Ticket

NUMBER = 1042


def sample_ticket() -> Ticket:
    """Give the ticket that does not exist, in the active language."""
    return Ticket(
        number=NUMBER,
        subject=_("The payroll run stops"),
        severity=Severity.HIGH,
        customer=Customer(name="Bergs Bygg AB"),
        product=Product(name=_("Payroll")),
    )


def sample_values(tenant: Tenant, url: str, now: datetime) -> dict[str, Value]:
    """Give what the placeholders of every mail about a ticket stand for on it, in the active language."""
    when = formats.weekday_time(now + timedelta(days=1), ZoneInfo(tenant.zone))
    return values_of(
        sample_ticket(),
        tenant,
        Contact(name=READER),
        link=url,
        more={
            "agent.name": "Maja Sandell",
            "message": written(_("The fault is found. Please log out **once** and start the payroll run again.")),
            "reason": written(_("Nobody can pay salaries today.")),
            "promise": _("We begin by %(when)s at the latest.") % {"when": when},
            "closes": when,
            "severity.before": Severity.NORMAL.label,
            "severity.after": Severity.HIGH.label,
            "other.number": "1057",
            "other.subject": _("Payslips are empty"),
            "files": bullets(
                [_("%(name)s was not attached: it is larger than %(limit)s.") % {"name": "data.zip", "limit": "20 MB"}]
            ),
        },
    )


def sample_ticket_mail(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    """Give the values of a mail about it, and what stands around the words: the thread, and the tenant's signature. One
    question.
    """
    values = sample_values(tenant, absolute_url(tenant, "portal:ticket", NUMBER), now)
    signature = ChosenWords.of([]).drawn(SIGNATURE, values, language=get_language() or "en")
    return values, {"ticket": sample_ticket(), "signature": signature, "is_answerable": True}


def sample_answer(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    """Give the same of an answer, which quotes what was asked."""
    values, around = sample_ticket_mail(tenant, now)
    asked = Message(
        kind=Message.Kind.CUSTOMER,
        contact=Contact(name=READER),
        text=_("The payroll run stops."),
        at=now - timedelta(hours=1),
    )
    return values, around | {"quotes": quotes_of(sample_ticket(), [asked], since=None)}


def under_an_answer(signature: Drawn, *, tenant: Tenant, language: str, now: datetime) -> Rendered:
    """Draw a signature where it stands: under an answer in its standard words."""
    values, around = sample_answer(tenant, now)
    context = ChosenWords.standard().letter("reply", values, language=language) | around
    context |= {"tenant": tenant, "recipient": ADDRESS, "signature": signature}
    return render_letter(template=LETTERS["reply"].template, context=context, language=language)
