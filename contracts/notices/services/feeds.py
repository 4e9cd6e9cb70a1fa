"""A contact's own calendar address: unguessable, made and exchanged by themselves, dead when they are shut out."""

from django.db import transaction
from django.db.models import F

from accounts.errors import NotAllowedError
from accounts.models import Membership
from contracts.models import CalendarFeed, Contact


@transaction.atomic
def renew_feed(*, contact: Contact, actor: Membership) -> CalendarFeed:
    """Make the address of a contact's calendar, or another one in place of it: the one before is not there any more."""
    if contact.membership_id != actor.pk:
        raise NotAllowedError("people have calendars of their own")
    feed, is_new = CalendarFeed.objects.get_or_create(contact=contact)
    if not is_new:
        CalendarFeed.objects.filter(pk=feed.pk).update(generation=F("generation") + 1, is_open=True)
        feed.refresh_from_db()
    return feed


@transaction.atomic
def close_feed(*, contact: Contact, actor: Membership) -> None:
    """Let the address be no more."""
    if contact.membership_id != actor.pk:
        raise NotAllowedError("people have calendars of their own")
    feed = CalendarFeed.objects.filter(contact=contact)
    # Kept, so that an address of before never comes back with the next one.
    feed.update(generation=F("generation") + 1, is_open=False)
