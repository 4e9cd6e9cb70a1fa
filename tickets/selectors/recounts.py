"""What is being counted again, and which tickets that means."""

from typing import Any

from django.db.models import QuerySet

from sla.models import Calendar, Policy, PolicyVersion
from tickets.models import Recount, Ticket
from tickets.selectors.calendar_tickets import tickets_behind


def tickets_in(recount: Recount) -> QuerySet[Ticket]:
    """Give the open tickets that a recount looks at; with other hours, those not yet counted with them."""
    if recount.calendar_version:
        return tickets_behind(recount.calendar_version)
    still_open = Ticket.objects.filter(status__in=Ticket.OPEN_STATUSES)
    if recount.policy_version:
        return still_open.filter(policy_version__policy=recount.policy_version.policy_id)
    if recount.customer_id:
        return still_open.filter(customer=recount.customer_id)
    if recount.product_id:
        return still_open.filter(product=recount.product_id)
    return still_open.exclude(contract=None)


def applied_by(recount: Recount) -> dict[int, PolicyVersion]:
    """Give the version that open tickets are put to, by policy: the newest that a manager has said so of."""
    version = recount.policy_version
    if version is None:
        return {}
    said = Recount.objects.filter(policy_version__policy=version.policy_id, policy_version__number__gt=version.number)
    newer = said.select_related("policy_version__calendar").order_by("-policy_version__number").first()
    return {version.policy_id: newer.policy_version if newer and newer.policy_version else version}


def recount_of(owner: Calendar | Policy) -> Recount | None:
    """Give the newest recount of the open tickets of a calendar or a policy."""
    scope: dict[str, Any] = (
        {"calendar_version__calendar": owner} if isinstance(owner, Calendar) else {"policy_version__policy": owner}
    )
    return Recount.objects.filter(**scope).order_by("-pk").first()


def unfinished_recount() -> Recount | None:
    """Give the recount under other terms that is at work now, or next."""
    return Recount.objects.filter(finished_at=None, calendar_version=None).order_by("pk").first()
