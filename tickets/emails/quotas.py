"""Mails about quotas: nearly or quite used, and what work beyond them costs."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import translation

from accounts.formats import decimal, money
from accounts.links import absolute_url
from accounts.models import Membership
from contracts.models import Contact, Contract
from contracts.selectors import HourPrice
from outbox.services import queue_all, write_mail
from tickets.selectors.quotas import Quota


def warn(
    contract: Contract, quota: Quota, contacts: Sequence[Contact], members: Sequence[Membership], *, now: datetime
) -> None:
    """Tell contacts and members how much of the quota is used, each in their language."""
    tenant = contract.tenant
    share = max(quota.reached)
    facts = {"quota": quota, "contract": contract, "is_used_up": share == 100}
    key = f"quota:{contract.pk}:{quota.code}:{quota.year}:{share}"
    to_portal, to_desk = (absolute_url(tenant, "portal:contract"), absolute_url(tenant, "desk:bookings"))
    mails = [
        (f"c{contact.pk}", contact.email, contact.language, {"contact": contact, "url": to_portal})
        for contact in contacts
    ]
    mails += [
        (f"m{member.pk}", member.user.email, member.user.language, {"contact": None, "url": to_desk})
        for member in members
    ]
    queue_all(
        [
            write_mail(
                dedupe_key=f"{key}:{who}",
                recipient=address,
                template="tickets/quota",
                context=facts | context,
                language=language or tenant.language,
                now=now,
                tenant=tenant,
            )
            for who, address, language, context in mails
        ]
    )


def tell_overrun(
    contract: Contract, quota: Quota, contacts: Sequence[Contact], price: HourPrice | None, *, now: datetime
) -> None:
    """Tell contacts, each in their language, what work beyond the quota costs."""
    tenant = contract.tenant
    queue_all(
        [
            write_mail(
                dedupe_key=f"overrun:{contract.pk}:{quota.code}:{quota.year}:{contact.pk}",
                recipient=contact.email,
                template="tickets/quota_overrun",
                context={"quota": quota, "contact": contact, "url": absolute_url(tenant, "portal:contract")}
                | price_words(price, contact.language or tenant.language),
                language=contact.language or tenant.language,
                now=now,
                tenant=tenant,
            )
            for contact in contacts
        ]
    )


def price_words(price: HourPrice | None, language: str) -> dict[str, str]:
    """Give the price of an hour and the plan's discount in per cent as texts in a language; empty where none."""
    if price is None:
        return {"price": "", "discount": ""}
    places = 0 if price.discount == price.discount.to_integral_value() else 2
    with translation.override(language):
        discount = decimal(price.discount, places) if price.discount != Decimal(0) else ""
        return {"price": money(price.amount, price.currency), "discount": discount}
