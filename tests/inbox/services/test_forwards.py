"""A customer's mail that a colleague sends on is the customer's ticket; what colleagues write is a note."""

from typing import Any

from contracts.models import Contact
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.inbox.post import STRANGER, letter, take
from tickets.models import Message, Ticket
from tickets.threads import new_message_id

MAJA = "Maja Sandell <maja@nordsoft.example>"
SURE = "mx.example; dmarc=pass header.from=nordsoft.example"


def sent_on(first: str = "Karin Bergman <karin@nordsoft.example>", sender: str = MAJA, **headers: str) -> bytes:
    text = (
        f"Can somebody look?\n\n---------- Forwarded message ---------\nFrom: {first}\n"
        "Date: Mon, 2 Mar 2026\nSubject: It closes\nTo: maja\n\nThe window closes."
    )
    values: dict[str, Any] = {"sender": sender, "subject": "Fwd: It closes", "text": text, **headers}
    return letter(**values)


def test_it_is_filed_for_the_customer_with_the_colleagues_words_as_a_note(nordsoft: Cast) -> None:
    mail = take(nordsoft, sent_on(cc="thief@x.example"))
    ticket = Ticket.objects.get()
    first, note = ticket.messages.order_by("pk")
    assert (mail.outcome, mail.message, ticket.contact, ticket.subject) == ("filed", first, nordsoft.karin, "It closes")
    assert (first.kind, first.contact, first.text) == ("customer", nordsoft.karin, "The window closes.")
    assert (note.kind, note.author, note.text.partition("\n\n")[2]) == ("note", None, "Can somebody look?")
    assert "Maja Sandell" in note.text
    assert ticket.clocks.exists()
    assert not OutboxMessage.objects.exists()
    assert not ticket.watchers.exists()


def test_a_stranger_whose_mail_is_sent_on_is_a_prospect(nordsoft: Cast) -> None:
    take(nordsoft, sent_on(first=STRANGER))
    contact = Contact.objects.get(email="ida@nyab.example")
    assert (Ticket.objects.get().contact, contact.customer.is_prospect) == (contact, True)


def test_only_colleagues_send_on_in_anothers_name(nordsoft: Cast) -> None:
    take(nordsoft, sent_on(sender=STRANGER))
    ticket = Ticket.objects.get()
    assert ticket.contact is not None
    assert (ticket.contact.email, ticket.subject) == ("ida@nyab.example", "Fwd: It closes")


def test_a_colleague_who_could_be_somebody_else_leaves_a_mark(nordsoft: Cast, settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.example"})
    take(nordsoft, sent_on(authentication_results="mx.example; dmarc=fail"))
    assert set(Message.objects.values_list("doubt", flat=True)) == {"mx.example: dmarc=fail"}


def test_a_colleague_who_is_confirmed_writes_notes_in_their_own_name(nordsoft: Cast, settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.example"})
    ticket = make_ticket(nordsoft)
    answer = new_message_id(ticket.number, "nordsoft.example")
    for values, author in (({"authentication_results": SURE}, nordsoft.agent), ({}, None)):
        mail = take(nordsoft, letter(sender=MAJA, text=f"I know. {author}", in_reply_to=answer, **values), now=MONDAY)
        note = Message.objects.get(pk=mail.message_id or 0)
        assert (mail.outcome, note.kind, note.author) == ("noted", "note", author)
    take(nordsoft, sent_on(authentication_results=SURE))
    assert Message.objects.filter(kind="note").latest("pk").author == nordsoft.agent
