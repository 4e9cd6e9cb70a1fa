"""A company looks after its own contacts: a company-wide contact does there what agents do at the desk.

Every change is an event (ContactEvent), so that both sides see who did it.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import AGENTS
from accounts.errors import NotAllowedError, RefusedError
from accounts.models import Invitation, Membership, Role
from accounts.services.invitations import withdraw
from accounts.services.standing import standing_changed
from contracts.models import Contact, ContactEvent, Customer
from contracts.selectors import open_contact_invitations
from contracts.services.contact_events import note_contact
from contracts.services.contacts import invite_contact
from contracts.services.register import ContactCard, write_contact

Kind = ContactEvent.Kind
# No company needs more, and nobody sends strangers mail through us.
MOST_INVITED = 20
WITHIN = timedelta(hours=1)


@transaction.atomic
def invite_colleague(*, customer: Customer, actor: Membership, card: ContactCard, now: datetime) -> Contact:
    """Enter a contact and invite them; somebody of before with that address comes back.

    ValidationError by field, and RefusedError where the address cannot be invited or too many were within an hour.
    """
    _lock_as_keeper(customer, actor)
    _refuse_many(customer, now)
    if not card.email.strip():
        raise ValidationError({"email": _("The invitation needs an e-mail address.")}, code="email")
    before = Contact.objects.filter(customer=customer, email__iexact=card.email.strip()).exclude(left_at=None).first()
    contact = write_contact(before or Contact(customer=customer), card)
    note_contact(contact, Kind.ENTERED, actor=actor, now=now)
    if card.is_company_wide:
        note_contact(contact, Kind.GRANTED, actor=actor, now=now)
    _invite(contact, actor, now)
    return contact


@transaction.atomic
def invite_again(*, contact: Contact, actor: Membership, now: datetime) -> None:
    """Invite a contact who has not joined, with a new link; the link before is dead."""
    _lock_as_keeper(contact.customer, actor)
    _refuse_many(contact.customer, now)
    _invite(contact, actor, now)


@transaction.atomic
def withdraw_invitation(*, contact: Contact, actor: Membership, now: datetime) -> None:
    """Take the open invitation back: its link is dead. Without one nothing happens."""
    _lock_as_keeper(contact.customer, actor)
    if waiting := open_contact_invitations([contact.pk], now=now).get(contact.pk):
        withdraw(invitation=waiting, actor=actor)
        note_contact(contact, Kind.WITHDRAWN, actor=actor, now=now)


@transaction.atomic
def set_company_wide(*, contact: Contact, actor: Membership, is_company_wide: bool, now: datetime) -> Contact:
    """Let a contact see all of the company's tickets, or their own alone again.

    RefusedError where nobody who signs in would see them all any more: no colleague could give it back.
    """
    _lock_as_keeper(contact.customer, actor)
    current = Contact.objects.get(pk=contact.pk, left_at=None)
    if current.is_company_wide == is_company_wide:
        return current
    if not is_company_wide:
        _keep_one(current)
    current.is_company_wide = is_company_wide
    current.save(update_fields=["is_company_wide"])
    note_contact(current, Kind.GRANTED if is_company_wide else Kind.REVOKED, actor=actor, now=now)
    standing_changed()
    return current


@transaction.atomic
def remove_contact(*, contact: Contact, actor: Membership, now: datetime) -> Contact:
    """End a contact's access here: they do not sign in, are not mailed and not chosen any more. What they wrote stays,
    and inviting them again brings them back to it. RefusedError for oneself and for the last company-wide contact.
    """
    _lock_as_keeper(contact.customer, actor)
    current = Contact.objects.get(pk=contact.pk)
    if current.left_at is not None:
        return current
    if current.membership_id == actor.pk:
        raise RefusedError(_("You cannot remove yourself. Ask a colleague."))
    _keep_one(current)
    Invitation.objects.filter(contact_id=current.pk, accepted_at=None).delete()
    if current.membership_id is not None:
        Membership.objects.filter(pk=current.membership_id, role=Role.CUSTOMER).update(is_active=False)
    current.membership, current.is_company_wide, current.left_at = None, False, now
    current.save(update_fields=["membership", "is_company_wide", "left_at"])
    note_contact(current, Kind.REMOVED, actor=actor, now=now)
    standing_changed()
    return current


def _invite(contact: Contact, actor: Membership, now: datetime) -> None:
    try:
        invite_contact(contact=contact, actor=actor, now=now)
    except RefusedError as refusal:
        if actor.role in AGENTS:
            raise
        # Whose address it is elsewhere at this desk is not a customer's to know.
        raise RefusedError(_("%(email)s cannot be invited. Ask support.") % {"email": contact.email}) from refusal


def _lock_as_keeper(customer: Customer, actor: Membership) -> None:
    """Take changes of one company's contacts in turn. NotAllowedError for whoever is neither an agent nor company-wide
    there now.
    """
    Customer.objects.select_for_update().get(pk=customer.pk)
    if actor.role in AGENTS:
        return
    if not Contact.objects.filter(membership=actor, customer=customer, is_company_wide=True, left_at=None).exists():
        raise NotAllowedError("only a company-wide contact keeps the company's contacts")


def _refuse_many(customer: Customer, now: datetime) -> None:
    sent = ContactEvent.objects.filter(contact__customer=customer, kind=Kind.INVITED, at__gt=now - WITHIN).count()
    if sent >= MOST_INVITED:
        raise RefusedError(_("Many invitations were sent within the last hour. Try again later."))


def _keep_one(contact: Contact) -> None:
    wide = Contact.objects.filter(customer=contact.customer_id, is_company_wide=True, left_at=None)
    others = wide.filter(membership__is_active=True).exclude(pk=contact.pk)
    if contact.is_company_wide and contact.membership_id is not None and not others.exists():
        raise RefusedError(_("Nobody else sees the whole company’s tickets. Let a colleague see them first."))
