"""Strangers ask, confirm their address, and are let in or not. No answer of a form says who is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id
from contracts.domains import domain_of
from contracts.emails import requests as emails
from contracts.models import Contact, Customer, CustomerDomain, PublicRequest
from contracts.selectors.contacts import contact_with_address
from contracts.services.contacts import invite_contact
from contracts.services.naming_contacts import name_on_contracts
from contracts.services.register import ContactCard, add_contact
from contracts.services.rights import require_agent
from contracts.services.waiting import recount_waiting

LINK_LASTS = timedelta(days=3)
# What nobody confirmed is forgotten.
FORGOTTEN_AFTER = timedelta(days=7)
Kind, State = PublicRequest.Kind, PublicRequest.State


@dataclass(frozen=True)
class Asked:
    """What somebody wrote into a public form. `company`: name or customer number. `language` empty: the tenant's."""

    name: str
    email: str
    company: str
    telephone: str = ""
    message: str = ""
    language: str = ""


@transaction.atomic
def ask(*, kind: str, asked: Asked, now: datetime) -> PublicRequest:
    """Keep what was sent, and mail a link that confirms the address; it is valid for 3 days.

    Nothing here depends on who is known: neither the answer nor the mail.
    """
    request = PublicRequest.objects.create(
        kind=kind,
        name=" ".join(asked.name.split()),
        email=asked.email.strip().lower(),
        company=" ".join(asked.company.split()),
        telephone=asked.telephone.strip(),
        message=asked.message.strip(),
        language=asked.language,
        sent_at=now,
    )
    emails.confirm_address(request, token=token_of(request), now=now)
    return request


def token_of(request: PublicRequest) -> str:
    """Give the signed part of the link; it holds nothing but the key, and expires by its own time."""
    return signing.dumps(request.pk, salt=_salt())


def request_of(token: str) -> PublicRequest | None:
    """Give the request of a link; None where it is forged, another tenant's, or has expired."""
    try:
        key = signing.loads(token, salt=_salt(), max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    return PublicRequest.objects.filter(pk=key).select_related("contact__customer").first()


def _salt() -> str:
    return f"contracts.request.{require_tenant_id()}"


@transaction.atomic
def confirm_access(*, request: PublicRequest, now: datetime) -> PublicRequest:
    """The address is theirs: the request waits for an agent, or the customer's mail domain approves it at once.

    Confirming again changes nothing.
    """
    current = _locked(request)
    if current.state != State.UNCONFIRMED:
        return current
    current.confirmed_at, current.state = now, State.WAITING
    current.save(update_fields=["confirmed_at", "state"])
    customer = approving_customer(current.email)
    if customer is not None:
        try:
            with transaction.atomic():
                _let_in(current, customer, actor=None, is_company_wide=False, now=now)
        except (RefusedError, ValidationError):
            current.refresh_from_db()  # an agent has to look: it waits
    recount_waiting()
    return current


def approving_customer(email: str) -> Customer | None:
    """Give the customer whose domain approves this address; None where nobody wants that, or the address is known at
    another customer.
    """
    domains = CustomerDomain.objects.filter(domain=domain_of(email), customer__approves_by_domain=True)
    found = domains.select_related("customer").first()
    known = contact_with_address(email)
    return found.customer if found and (known is None or known.customer_id == found.customer_id) else None


@transaction.atomic
def approve(
    *,
    request: PublicRequest,
    actor: Membership,
    customer: Customer,
    now: datetime,
    is_company_wide: bool = False,
    on_contract: bool = False,
) -> Contact:
    """Let somebody in as a contact of this customer, and send the invitation; whoever is a contact already stays that
    one and gets a fresh invitation, or is told to sign in.

    `on_contract` names them on the contracts that name their contacts; else they file as if there were none.

    ValidationError where the request is decided already, the contract can name no more, or the address is a contact's
    of another customer; RefusedError where the address cannot be invited.
    """
    require_agent(actor)
    current = _waiting(request)
    contact = _let_in(current, customer, actor=actor, is_company_wide=is_company_wide, now=now)
    if on_contract:
        name_on_contracts(contact=contact, actor=actor, now=now)
    recount_waiting()
    return contact


def _let_in(
    request: PublicRequest, customer: Customer, *, actor: Membership | None, is_company_wide: bool, now: datetime
) -> Contact:
    contact = contact_with_address(request.email, customer)
    if contact is not None and contact.customer_id != customer.pk:
        taken = _("%(name)s at %(customer)s has this address already.")
        raise ValidationError(taken % {"name": contact.name, "customer": contact.customer.name}, code="taken")
    if contact is None:
        card = ContactCard(
            name=request.name,
            email=request.email,
            telephone=request.telephone,
            language=request.language,
            is_company_wide=is_company_wide,
        )
        contact = add_contact(customer=customer, card=card)
    if contact.membership_id is None:
        invite_contact(contact=contact, actor=actor, now=now)
    else:
        emails.known_already(request, now=now)
    _decide(request, State.APPROVED, actor=actor, now=now, contact=contact)
    return contact


@transaction.atomic
def refuse(*, request: PublicRequest, actor: Membership, reason: str, now: datetime) -> PublicRequest:
    """Say no, with the reason, by mail. ValidationError without a reason, and where it is decided already."""
    require_agent(actor)
    current = _waiting(request)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: they are told it.")}, code="required")
    current.reason = reason.strip()
    emails.refused(current, now=now)
    _decide(current, State.REFUSED, actor=actor, now=now)
    recount_waiting()
    return current


@transaction.atomic
def mark_spam(*, request: PublicRequest, actor: Membership, now: datetime) -> PublicRequest:
    """Put it away; nobody is told. ValidationError where it is decided already."""
    require_agent(actor)
    current = _waiting(request)
    _decide(current, State.SPAM, actor=actor, now=now)
    recount_waiting()
    return current


@transaction.atomic
def take_enquiry(*, request: PublicRequest, now: datetime) -> PublicRequest | None:
    """Mark an enquiry as confirmed and filed, once; the caller files it in the same transaction, and keeps the ticket's
    number on it. None where that has happened.
    """
    current = _locked(request)
    if current.kind != Kind.ENQUIRY or current.state != State.UNCONFIRMED:
        return None
    current.confirmed_at = now
    _decide(current, State.FILED, actor=None, now=now)
    return current


@transaction.atomic
def forget_unconfirmed(*, now: datetime) -> int:
    """Remove the current tenant's requests that nobody confirmed in a week; give how many."""
    old = PublicRequest.objects.filter(state=State.UNCONFIRMED, sent_at__lt=now - FORGOTTEN_AFTER)
    return old.delete()[0]


def _locked(request: PublicRequest) -> PublicRequest:
    return PublicRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _waiting(request: PublicRequest) -> PublicRequest:
    current = _locked(request)
    if current.state != State.WAITING:
        raise ValidationError(_("Somebody has decided this already."), code="status")
    return current


def _decide(
    request: PublicRequest, state: str, *, actor: Membership | None, now: datetime, contact: Contact | None = None
) -> None:
    request.state, request.decided_at, request.decided_by, request.contact = state, now, actor, contact
    request.save()
