"""Contacts and the people who sign in as them."""

from django.db import transaction

from accounts.models import Invitation, Membership
from contracts.models import Contact


@transaction.atomic
def link_contact(invitation: Invitation, membership: Membership) -> None:
    """Tie the invited contact to its new membership (a hook of accounts: runs when an invitation is accepted).

    A contact that is tied already keeps its person, and a member who is a contact already stays that one: a membership
    belongs to one contact (domain: People).
    """
    if invitation.contact_id is None or Contact.objects.filter(membership=membership).exists():
        return
    Contact.objects.filter(pk=invitation.contact_id, membership=None).update(membership=membership)
