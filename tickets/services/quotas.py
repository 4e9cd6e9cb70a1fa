"""What a quota takes of a piece of work, and what customers are told of it (domain: Time, Contracts and plans)."""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import AGENTS
from accounts.models import Membership, Role
from contracts.models import Contact, Contract, ContractEvent
from contracts.selectors import hour_price, local_day
from contracts.services.timeline import note
from tickets.emails import quotas as emails
from tickets.models import Notification, NotificationChoice, QuotaNotice, Ticket, Way
from tickets.selectors.quotas import Quota, quota_of
from tickets.services.notifying import notify

Cause = QuotaNotice.Cause
_KIND = Notification.Kind.QUOTA
_CAUSES = {80: Cause.WARNED_80, 100: Cause.WARNED_100}


class Share(NamedTuple):
    """Minutes of one piece of work: what the quota covers, and what is billed."""

    covered: int
    billable: int


def share_of(contract: Contract, code: str, *, year: int, minutes: int) -> Share:
    """Say what the quota takes of so many minutes, inside the caller's transaction; others who ask wait for its end.

    Hours are split to the minute at the edge of the quota; a session counted in times is covered whole or billed
    whole. What is counted again takes nothing while it asks. ValidationError at `service` where the plan
    has no such quota, and where something would be billed and the customer was not told before.
    """
    Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    quota = quota_of(contract, code, year)
    if quota is None:
        raise ValidationError({"service": _("The contract’s plan has no such quota.")}, code="service")
    covered = min(minutes, quota.left) if quota.is_hours else minutes if quota.left else 0
    if covered < minutes and not is_told(contract, code, year):
        words = {"name": quota.name, "left": quota.amount(quota.left)}
        told = _("%(name)s: %(left)s left. The customer must be told of the price before work beyond it.") % words
        raise ValidationError({"service": ValidationError(told, code="quota")})
    return Share(covered, minutes - covered)


def is_told(contract: Contract, code: str, year: int) -> bool:
    """Say whether the customer knows that more than the quota is billed."""
    rows = QuotaNotice.objects.filter(contract=contract, service=code, year=year, cause=Cause.OVERRUN)
    return rows.exists()


@transaction.atomic
def tell_overrun(
    *, contract: Contract, code: str, year: int, actor: Membership, now: datetime, contact: Contact | None = None
) -> QuotaNotice:
    """Tell the customer by mail what work beyond the quota costs, and keep that they were told; done twice, once.

    It goes to the company-wide contacts and to `contact`, whom the work is for. ValidationError where the plan has no
    such quota and where none of them has an address.
    """
    Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    quota = quota_of(contract, code, year)
    if quota is None:
        raise ValidationError(_("The contract’s plan has no such quota."), code="service")
    kept = QuotaNotice.objects.filter(contract=contract, service=code, year=year, cause=Cause.OVERRUN).first()
    if kept is not None:
        return kept
    receivers = receivers_of(contract, contact)
    if not receivers:
        raise ValidationError(_("Nobody at the customer has an e-mail address to tell."), code="receivers")
    price = hour_price(contract, local_day(actor.tenant, now))
    notice = _keep(quota, contract, Cause.OVERRUN, receivers, actor, now)
    notice.price, notice.currency = (price.amount, price.currency) if price else (None, "")
    notice.save(update_fields=["price", "currency"])
    emails.tell_overrun(contract, quota, receivers, price, now=now)
    data = {"service": code, "year": year, "receivers": notice.receivers, "price": str(notice.price or "")}
    note(contract=contract, kind=ContractEvent.Kind.QUOTA_TOLD, actor=actor, now=now, data=data)
    return notice


def warn(
    contract: Contract, code: str, year: int, *, actor: Membership, now: datetime, ticket: Ticket | None = None
) -> None:
    """Tell that 80 or 100 per cent are used, each once; both at once are one mail. Inside the caller's transaction.

    By mail: the managers, the personal consultant and the company-wide contacts. On the desk: the first two; a
    consultant, who sees no contracts, where the work was on a ticket.
    """
    quota = quota_of(contract, code, year)
    if quota is None or not quota.reached:
        return
    causes = [_CAUSES[share] for share in quota.reached]
    rows = QuotaNotice.objects.filter(contract=contract, service=code, year=year, cause__in=causes)
    before = set(rows.values_list("cause", flat=True))
    new = [cause for cause in causes if cause not in before]
    if not new:
        return
    customers, members = receivers_of(contract, None), _members(contract)
    for cause in new:
        _keep(quota, contract, cause, customers, actor, now)
    emails.warn(contract, quota, customers, members, now=now)
    data = {"service": code, "year": year, "percent": max(quota.reached)}
    event = note(contract=contract, kind=ContractEvent.Kind.QUOTA, actor=actor, now=now, data=data)
    choices = {choice.membership_id: choice for choice in NotificationChoice.objects.filter(membership__in=members)}
    Notification.objects.bulk_create(
        Notification(receiver=member, kind=_KIND, contract_event=event, created_at=now)
        for member in members
        if member.role in AGENTS and member.pk != actor.pk and _choice(choices, member).way(_KIND) != Way.OFF
    )
    consultants = [member.pk for member in members if member.role not in AGENTS]
    if ticket is not None:
        notify(_KIND, ticket=ticket, receivers=consultants, now=now, actor=actor)


def receivers_of(contract: Contract, contact: Contact | None) -> list[Contact]:
    """Give whom a customer's mails about quotas go to: the company-wide contacts, and one more, with an address."""
    found = Contact.objects.filter(customer=contract.customer_id, is_company_wide=True, left_at=None).order_by(
        "name", "pk"
    )
    by_address = {one.email.lower(): one for one in [*found, *([contact] if contact else [])] if one.email}
    return list(by_address.values())


def _choice(choices: dict[int, NotificationChoice], member: Membership) -> NotificationChoice:
    return choices.get(member.pk) or NotificationChoice(membership=member)


def _members(contract: Contract) -> list[Membership]:
    active = Membership.objects.filter(is_active=True, user__is_active=True).select_related("user")
    managers = list(active.filter(role=Role.MANAGER).order_by("pk"))
    consultant = active.filter(pk=contract.personal_consultant_id or 0).exclude(role=Role.MANAGER)
    return [*managers, *consultant]


def _keep(
    quota: Quota, contract: Contract, cause: str, receivers: list[Contact], actor: Membership, now: datetime
) -> QuotaNotice:
    return QuotaNotice.objects.create(
        contract=contract,
        service=quota.code,
        year=quota.year,
        cause=cause,
        at=now,
        actor=actor,
        receivers=[contact.email for contact in receivers],
    )
