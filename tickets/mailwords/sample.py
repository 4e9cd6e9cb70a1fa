"""What a mail looks like, on a ticket that does not exist."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import formats
from accounts.links import absolute_url
from accounts.models import Tenant
from contracts.models import Contact, Customer, Product
from outbox.emails import Letter as Rendered
from outbox.emails import render_letter
from sla.models import Severity
from tickets.mailwords.catalogue import LETTERS, SIGNATURE, Letter
from tickets.mailwords.chosen import ChosenWords, Words, standard_words
from tickets.mailwords.drawing import NOTHING, draw
from tickets.mailwords.values import values_of
from tickets.models import Ticket

NUMBER = 1042


def sample(letter: Letter, words: Words, *, tenant: Tenant, language: str, now: datetime) -> Rendered:
    """Give the whole mail as Karin Berg would get it. ValidationError and the like are the caller's: check first.

    A signature is shown under an answer.
    """
    if letter.preview:
        drawn: Rendered = letter.preview(words, tenant=tenant, language=language, now=now)
        return drawn
    url = absolute_url(tenant, "portal:ticket", NUMBER)
    with translation.override(language):
        values = sample_values(tenant, url, now)
        if letter.is_signature:
            shown, under = LETTERS["reply"], draw("", words.text, values)
            words = standard_words(shown.name, language)
        else:
            shown, under = letter, ChosenWords.of([]).drawn(SIGNATURE, values, language=language)
        context = {
            "tenant": tenant,
            "recipient": "karin@bergsbygg.example",
            "ticket": sample_ticket(),
            "said": draw(words.heading, words.text, values),
            "signature": under or NOTHING,
            "url": url,
            "button": str(shown.button),
            "is_answerable": True,
        }
    return render_letter(template="tickets/letter", context=context, language=language)


def sample_ticket() -> Ticket:
    """Give the ticket that does not exist, in the active language."""
    return Ticket(
        number=NUMBER,
        subject=_("The payroll run stops"),
        severity=Severity.HIGH,
        customer=Customer(name="Bergs Bygg AB"),
        product=Product(name=_("Payroll")),
    )


def sample_values(tenant: Tenant, url: str, now: datetime) -> dict[str, str]:
    """Give what the placeholders of every mail stand for on it, in the active language."""
    when = formats.weekday_time(now + timedelta(days=1), ZoneInfo(tenant.zone))
    return values_of(
        sample_ticket(),
        tenant,
        Contact(name="Karin Berg"),
        link=url,
        more={
            "agent.name": "Maja Sandell",
            "message": _("The fault is found. Please log out **once** and start the payroll run again."),
            "reason": _("Nobody can pay salaries today."),
            "promise": _("We begin by %(when)s at the latest.") % {"when": when},
            "closes": when,
            "severity.before": Severity.NORMAL.label,
            "severity.after": Severity.HIGH.label,
            "other.number": "1057",
            "other.subject": _("Payslips are empty"),
        },
    )
