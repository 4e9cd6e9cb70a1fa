"""What the desk's search found, as the page Export says it and takes it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from reports.selectors.export_scope import words_of
from sla.models import Severity
from tickets.selectors.choices import Choices
from tickets.selectors.desk_search import found_hits
from tickets.selectors.search_filters import OPEN, SOLVED, SearchFilter, period_choices

# The search page ranks the newest 200 and shows them; a file has more of them.
MOST = 10_000


def found_tickets(asked: SearchFilter, *, member: Membership, now: datetime) -> list[int]:
    """Give the keys of the newest tickets that match, at most MOST; none without words."""
    return [hit.ticket for hit in found_hits(asked, member=member, now=now, most=MOST)] if asked.q else []


def search_words(asked: SearchFilter, choices: Choices) -> list[tuple[str, str]]:
    """Give what was searched for and the filters that are on: a name and its value."""
    people = {"me": pgettext("assignee", "Me"), "none": pgettext("assignee", "Nobody")}
    shown = [
        (_("Text"), asked.q),
        (_("Status"), {OPEN: _("Not solved"), SOLVED: _("Solved")}.get(asked.status, "")),
        (_("Severity"), words_of(Severity.choices).get(asked.severity, "")),
        (_("Product"), choices.name("products", asked.product)),
        (_("Assignee"), people.get(asked.assignee) or choices.name("staff", asked.assignee)),
        (_("Opened"), dict(period_choices()).get(asked.period, "")),
        (_("Notes"), _("Left out") if asked.notes else ""),
        (_("Customer"), choices.name("customer", asked.customer) or asked.company),
    ]
    return [(name, value) for name, value in shown if value]
