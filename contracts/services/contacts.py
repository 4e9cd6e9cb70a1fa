"""Contacts and the people who sign in as them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Invitation, Membership, Role
from accounts.services.invitations import invite, resend
from contracts.models import Contact, ContactEvent
from contracts.selectors import open_contact_invitations
from contracts.services.contact_events import note_contact


@transaction.atomic
def invite_contact(*, contact: Contact, actor: Membership | None, now: datetime) -> Invitation:
    """Invite a contact to the portal, in their language, or send their open invitation again with a new link.

    `actor` None: the customer's mail domain lets them in.

    One who was removed comes back. RefusedError for a contact who signs in already, and where `invite` refuses the
    address. Customers come here through contact_access.py, which knows whose colleague they are.
    """
    if contact.membership_id is not None:
        raise RefusedError(_("%(email)s is a member already.") % {"email": contact.email})
    if actor is None and contact.left_at is not None:  # whom a colleague has removed, somebody lets in again
        raise RefusedError(_("%(email)s cannot be invited. Ask support.") % {"email": contact.email})
    Contact.objects.filter(pk=contact.pk).update(left_at=None)
    note_contact(contact, ContactEvent.Kind.INVITED, actor=actor, now=now)
    waiting = open_contact_invitations([contact.pk], now=now).get(contact.pk)
    if waiting is not None:
        return resend(invitation=waiting, actor=actor, language=contact.language, now=now)
    return invite(
        actor=actor,
        email=contact.email,
        name=contact.name,
        role=Role.CUSTOMER,
        contact_id=contact.pk,
        language=contact.language,
        now=now,
    )


@transaction.atomic
def link_contact(invitation: Invitation, membership: Membership) -> None:
    """Tie the invited contact to its new membership (a hook of accounts: runs when an invitation is accepted).

    A contact that is tied already keeps its person, and a member who is a contact already stays that one: a membership
    belongs to one contact (domain: People).
    """
    if invitation.contact_id is None or Contact.objects.filter(membership=membership).exists():
        return
    Contact.objects.filter(pk=invitation.contact_id, membership=None).update(membership=membership)
