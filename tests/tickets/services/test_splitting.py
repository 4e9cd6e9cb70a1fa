"""A ticket about two things becomes two."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from outbox.models import OutboxMessage
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import SearchEntry, Ticket, TicketLink
from tickets.services.links import link, unlink
from tickets.services.messages import add_note, customer_wrote
from tickets.services.splitting import split


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour - 1, minute, tzinfo=UTC)


def test_chosen_messages_become_a_ticket_of_their_own(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, product=nordsoft.product, severity="high")
    png = SimpleUploadedFile("screen.png", b"x" * 2000, "image/png")
    lars = nordsoft.lars
    customer_wrote(
        ticket=ticket, contact=lars, actor=lars.membership, text="And the log-in fails.", files=[png], now=at(10)
    )
    add_note(ticket=ticket, actor=nordsoft.agent, text="That is another thing.", now=at(10, 5))
    chosen = list(ticket.messages.order_by("pk").values_list("pk", flat=True))[1:]
    new = split(ticket=ticket, messages=chosen, subject="Log-in fails", actor=nordsoft.agent, now=at(11))
    assert (new.customer, new.contact, new.product, new.severity) == (nordsoft.customer, lars, nordsoft.product, "high")
    copies = [(m.text, m.kind, m.at, m.author) for m in new.messages.order_by("at")]
    assert copies == [
        ("And the log-in fails.", "customer", at(10), lars.membership),
        ("That is another thing.", "note", at(10, 5), nordsoft.agent),
    ]
    assert new.attachments.get().path == ticket.attachments.get().path
    assert ticket.messages.count() == 3
    assert new.clocks.get(metric="start").started_at == at(11)
    found = TicketLink.objects.get()
    assert (found.ticket, found.other, found.kind) == (new, ticket, "split_from")
    pointer = ticket.events.get(kind="split")
    assert pointer.data == {"ticket": new.pk, "messages": chosen}
    mail = OutboxMessage.objects.get(dedupe_key__startswith="split:")
    assert (mail.recipient, str(new.number) in mail.text) == (nordsoft.karin.email, True)
    # The words of the new ticket are found as its own.
    assert SearchEntry.objects.filter(ticket=new, vector="log-in").exists()


def test_without_the_customers_words_or_a_subject_nothing_is_split(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    add_note(ticket=ticket, actor=nordsoft.agent, text="Mine.", now=at(10))
    note = ticket.messages.get(kind="note")
    foreign = make_ticket(nordsoft).messages.get()
    for messages, subject in (([note.pk], "x"), ([foreign.pk], "x"), ([], "x"), ([ticket.messages.first().pk], " ")):  # type: ignore[union-attr]
        with pytest.raises(ValidationError):
            split(ticket=ticket, messages=messages, subject=subject, actor=nordsoft.agent, now=at(11))
    assert Ticket.objects.count() == 2


def test_links_are_made_once_and_removed_with_a_trace(nordsoft: Cast) -> None:
    one, two = make_ticket(nordsoft), make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    made = link(ticket=one, other=two, kind="caused_by", actor=nordsoft.agent, now=at(10))
    assert link(ticket=one, other=two, kind="caused_by", actor=nordsoft.agent, now=at(10)) == made
    with pytest.raises(ValidationError, match="linked already"):
        link(ticket=two, other=one, kind="caused_by", actor=nordsoft.agent, now=at(10))
    with pytest.raises(ValidationError, match="itself"):
        link(ticket=two, other=two, kind="related", actor=nordsoft.agent, now=at(10))
    with pytest.raises(ValidationError):
        link(ticket=two, other=one, kind="split_from", actor=nordsoft.agent, now=at(10))
    unlink(link=made, actor=nordsoft.agent, now=at(11))
    assert not TicketLink.objects.exists()
    for ticket in (one, two):
        assert [e.kind for e in ticket.events.order_by("pk")][-2:] == ["linked", "unlinked"]
