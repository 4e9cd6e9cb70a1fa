"""Solves one ticket a day ago, so that a survey goes out while somebody looks."""

from datetime import datetime, timedelta

from accounts.models import Membership
from contracts.models import Contact
from demo.plots import book
from demo.tenants import Vendor
from sla.models import Severity
from sla.selectors import support_hours
from surveys.choices import settings_now
from surveys.models import Invitation
from surveys.sampling import is_in_sample
from surveys.services.planning import LOOK_BACK, WAIT, plan_invitations
from surveys.services.sending import BETWEEN_SURVEYS, send_next
from tickets.models import Ticket
from tickets.services.filing import file_ticket
from tickets.services.resolution import resolve

MARK = "demo-asked-"
EVERY = timedelta(days=7)
AN_OPEN_HOUR = 3600
MOST_CALLS = 5


def solve_one_to_ask_about(vendor: Vendor, *, now: datetime) -> bool:
    """File and solve a ticket whose survey is sent as of an open hour ago; False where that was done this week.

    As of then, because surveys wait for opening hours, and somebody may look at night. All the rules hold: the contact
    was not asked within 90 days, and in July the reason is recorded instead.
    """
    if Ticket.objects.filter(external_id__startswith=MARK, last_event_at__gt=now - EVERY).exists():
        return False
    asked = Invitation.objects.filter(sent_at__gt=now - BETWEEN_SURVEYS).values("contact__email")
    contacts = Contact.objects.filter(no_surveys=False, customer__contracts__isnull=False).exclude(email="")
    # Who had a ticket solved lately is asked about that one.
    contacts = contacts.exclude(email__in=asked).exclude(tickets__resolved_at__gt=now - LOOK_BACK)
    contact = contacts.select_related("customer__tenant").order_by("pk").first()
    if contact is None:
        return False
    hours = support_hours()
    asked_at = hours.next_open(hours.due_after(now, -AN_OPEN_HOUR))
    solved_at = asked_at - WAIT
    texts = book(vendor.language).live
    agent, share = Membership.objects.get(user__email=f"agent@{vendor.domain}"), settings_now().share
    for call in range(MOST_CALLS):  # where a part is asked about, somebody may call more than once until they are
        ticket = file_ticket(
            actor=None,
            customer=contact.customer,
            contact=contact,
            subject=texts["subjects"][2],
            text=texts["texts"][2],
            severity=Severity.NORMAL,
            channel=Ticket.Channel.PHONE,
            external_id=f"{MARK}{now:%Y%m%d}-{call}",
            now=solved_at - timedelta(hours=1),
        )
        resolve(ticket=ticket, actor=agent, solution=texts["solution"], now=solved_at)
        if is_in_sample(ticket, share):
            break
    plan_invitations(now=asked_at)
    while send_next(now=asked_at):
        pass
    return True
