"""Watchers by hand and by Cc: who gets which mail."""

import pytest
from django.core.exceptions import ValidationError

from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket, TicketWatcher
from tickets.services.messages import add_note, reply
from tickets.services.watching import unwatch, watch


def mailed(cast: Cast) -> list[str]:
    return sorted(OutboxMessage.objects.values_list("recipient", flat=True))


def test_public_words_by_mail_and_notes_never(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    who = {"ticket": ticket, "actor": nordsoft.agent, "now": MONDAY}
    watch(contact=nordsoft.lars, **who)  # type: ignore[arg-type]
    outside = watch(email="Else@Partner.example ", **who)  # type: ignore[arg-type]
    watch(membership=nordsoft.colleague, **who)  # type: ignore[arg-type]
    add_note(text="Inside.", **who)  # type: ignore[arg-type]
    assert mailed(nordsoft) == []
    reply(text="Public.", **who)  # type: ignore[arg-type]
    assert mailed(nordsoft) == sorted([nordsoft.karin.email, nordsoft.lars.email, "else@partner.example"])
    unwatch(watcher=outside, actor=nordsoft.agent, now=MONDAY)
    unwatch(watcher=outside, actor=nordsoft.agent, now=MONDAY)
    told = [event.data for event in ticket.events.filter(kind="watchers")]
    assert told[-1] == {"removed": "else@partner.example"}
    assert len(told) == 4
    assert nordsoft.lars.membership
    assert Ticket.objects.all().visible_to(nordsoft.lars.membership).filter(pk=ticket.pk).exists()


def test_a_contact_of_another_customer_is_refused(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    with pytest.raises(ValidationError) as refused:
        watch(ticket=ticket, actor=nordsoft.agent, contact=nordsoft.lars, now=MONDAY)
    assert set(refused.value.message_dict) == {"contact"}


def test_copies_of_a_reply_watch_from_then_on(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    addresses = [nordsoft.karin.email.upper(), nordsoft.lars.email, "new@partner.example"]
    reply(ticket=ticket, actor=nordsoft.agent, text="One.", cc=addresses, now=MONDAY)
    assert mailed(nordsoft) == sorted([nordsoft.karin.email, nordsoft.lars.email, "new@partner.example"])
    kept = [(one.contact, one.email) for one in TicketWatcher.objects.order_by("pk")]
    assert kept == [(nordsoft.lars, ""), (None, "new@partner.example")]
    reply(ticket=ticket, actor=nordsoft.agent, text="Two.", cc=["new@partner.example"], now=MONDAY)
    assert len(mailed(nordsoft)) == 6
