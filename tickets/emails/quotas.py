"""Mails about quotas: nearly or quite used, and what work beyond them costs."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import translation

from accounts.formats import decimal, money
from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Drawn, Value
from accounts.mailwords.values import reader_values
from accounts.models import Membership
from contracts.models import Contact, Contract
from contracts.selectors import HourPrice
from outbox.models import OutboxMessage
from outbox.services import queue_all, write_mail
from tickets.emails.thread import answers_to
from tickets.mailwords.sessions import cost_text
from tickets.selectors.quotas import Quota


def warn(
    contract: Contract, quota: Quota, contacts: Sequence[Contact], members: Sequence[Membership], *, now: datetime
) -> None:
    """Tell contacts, in the tenant's words, and members how much of the quota is used, each in their language."""
    tenant, share = contract.tenant, max(quota.reached)
    key = f"quota:{contract.pk}:{quota.code}:{quota.year}:{share}"
    mail = "quota_used_up" if share == 100 else "quota_warning"
    facts = {"quota": quota, "contract": contract, "is_used_up": share == 100}
    url = absolute_url(tenant, "desk:bookings")
    queue_all(
        _to_contacts(contract, quota, contacts, mail, key, now=now)
        + [
            write_mail(
                dedupe_key=f"{key}:m{member.pk}",
                recipient=member.user.email,
                template="tickets/quota",
                context=facts | {"url": url},
                language=member.user.language or tenant.language,
                now=now,
                tenant=tenant,
            )
            for member in members
        ]
    )


def tell_overrun(
    contract: Contract, quota: Quota, contacts: Sequence[Contact], price: HourPrice | None, *, now: datetime
) -> None:
    """Tell contacts, each in their language, what work beyond the quota costs."""
    key = f"overrun:{contract.pk}:{quota.code}:{quota.year}"
    queue_all(_to_contacts(contract, quota, contacts, "quota_overrun", key, price=price, now=now))


def overrun_words(contract: Contract, quota: Quota, contact: Contact, price: HourPrice | None, language: str) -> Drawn:
    """Give what a contact would be told of it."""
    with translation.override(language):
        values = _values(contract, quota, contact, price, language)
        return ChosenWords.of(["quota_overrun"]).drawn("quota_overrun", values, language=language)


def _to_contacts(
    contract: Contract,
    quota: Quota,
    contacts: Sequence[Contact],
    mail: str,
    key: str,
    *,
    price: HourPrice | None = None,
    now: datetime,
) -> list[OutboxMessage]:
    tenant, mails = contract.tenant, []
    words, answers = ChosenWords.of([mail]), answers_to(tenant)
    for contact in contacts:
        language = contact.language or tenant.language
        with translation.override(language):
            context = words.letter(mail, _values(contract, quota, contact, price, language), language=language)
        mails.append(
            write_mail(
                dedupe_key=f"{key}:c{contact.pk}",
                recipient=contact.email,
                template=LETTER,
                context=context,
                language=language,
                reply_to=answers,
                now=now,
                tenant=tenant,
            )
        )
    return mails


def _values(
    contract: Contract, quota: Quota, contact: Contact, price: HourPrice | None, language: str
) -> dict[str, Value]:
    link = absolute_url(contract.tenant, "portal:contract") if contact.membership_id else ""
    return reader_values(contract.tenant, contact.name, link=link) | {
        "customer.name": contract.customer.name,
        "quota.name": quota.name,
        "quota.year": str(quota.year),
        "quota.used": quota.used_text,
        "quota.left": quota.left_text,
        "cost": cost_text(**price_words(price, language)),
    }


def price_words(price: HourPrice | None, language: str) -> dict[str, str]:
    """Give the price of an hour and the plan's discount in per cent as texts in a language; empty where none."""
    if price is None:
        return {"price": "", "discount": ""}
    places = 0 if price.discount == price.discount.to_integral_value() else 2
    with translation.override(language):
        discount = decimal(price.discount, places) if price.discount != Decimal(0) else ""
        return {"price": money(price.amount, price.currency), "discount": discount}
