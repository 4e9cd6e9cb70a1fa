"""What becomes of a mail: a ticket, words on one, a note, or it is left with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tenancy.context import tenant_context
from inbox.models import InboundMail
from inbox.services.handling import handle, take_up
from inbox.services.limits import MOST_ANSWERS, MOST_OF_SENDER, MOST_ON_TICKET
from inbox.services.reading_again import read_again
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.inbox.post import STRANGER, keep, letter, mailbox, take
from tickets.models import Message, Ticket, TicketWatcher
from tickets.services.resolution import resolve
from tickets.services.status import set_status
from tickets.threads import new_message_id, reply_address

LATER = MONDAY + timedelta(minutes=30)
HOME = "nordsoft.example"


def ours(ticket: Ticket) -> str:
    return new_message_id(ticket.number, HOME)


def test_a_customers_mail_is_a_ticket_reported_when_it_reached_us(nordsoft: Cast) -> None:
    mail = keep(nordsoft, letter(message_id="<one@bergs.example>"))
    handle(mail=mail, now=MONDAY + timedelta(hours=3))
    ticket = Ticket.objects.get()
    assert (ticket.contact, ticket.customer, ticket.channel) == (nordsoft.karin, nordsoft.customer, "email")
    assert (ticket.subject, ticket.severity, ticket.opened_at) == ("The print window closes", "normal", MONDAY)
    assert ticket.clocks.exists()
    mail.refresh_from_db()
    assert (mail.state, mail.outcome, mail.ticket, mail.message) == (
        "done",
        "filed",
        ticket,
        Message.objects.get(text="It closes by itself."),
    )
    assert (mail.mail_id, mail.sender, mail.subject) == (
        "one@bergs.example",
        "karin@nordsoft.example",
        "The print window closes",
    )


def test_a_mailbox_of_a_product_files_for_the_product_and_its_team(nordsoft: Cast) -> None:
    at = mailbox(nordsoft, address="ekonomi@nordsoft.example", product=nordsoft.product, team=nordsoft.team)
    ticket = take(nordsoft, letter(), at=at).ticket
    assert ticket is not None
    assert (ticket.product, ticket.team) == (nordsoft.product, nordsoft.team)


def test_a_mail_without_subject_and_text_is_a_ticket_all_the_same(nordsoft: Cast) -> None:
    ticket = take(nordsoft, letter(subject="", text="")).ticket
    assert ticket is not None
    assert ticket.subject.startswith("(")
    assert ticket.messages.get().text.startswith("(")


def test_a_mail_is_taken_up_once(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter())
    assert handle(mail=mail, now=LATER) == "filed"
    assert Ticket.objects.count() == 1


def test_the_same_mail_at_two_of_our_addresses_is_one_ticket(nordsoft: Cast) -> None:
    raw = letter(message_id="<one@bergs.example>", to="support@nordsoft.example, ekonomi@nordsoft.example")
    take(nordsoft, raw)
    again = take(nordsoft, raw, at=mailbox(nordsoft, address="ekonomi@nordsoft.example"))
    assert (again.state, again.outcome, Ticket.objects.count()) == ("left", "copy", 1)


def test_what_is_quoted_is_kept_apart(nordsoft: Cast) -> None:
    text = "It works now.\n\nOn Mon, 2 Mar 2026 at 09:00, Support <support@nordsoft.example> wrote:\n> Restart it.\n"
    message = take(nordsoft, letter(text=text)).message
    assert message is not None
    assert message.text == "It works now."
    assert "> Restart it." in message.quoted


def test_copies_watch_but_our_own_addresses_and_programs_do_not(nordsoft: Cast) -> None:
    copies = (
        "Ida <ida@nyab.example>, lars@nordsoft.example, support@nordsoft.example, support+1.x@nordsoft.example, "
        "no-reply@shop.example, karin@nordsoft.example, maja@nordsoft.example, not an address"
    )
    ticket = take(nordsoft, letter(cc=copies)).ticket
    watchers = TicketWatcher.objects.filter(ticket=ticket)
    assert {watcher.email for watcher in watchers} - {""} == {"ida@nyab.example"}
    assert {watcher.contact for watcher in watchers} - {None} == {nordsoft.lars}
    assert {watcher.membership for watcher in watchers} - {None} == {nordsoft.agent}


def test_only_so_many_watch_by_copies(nordsoft: Cast) -> None:
    ticket = take(nordsoft, letter(cc=", ".join(f"p{number}@x.example" for number in range(40)))).ticket
    take(nordsoft, letter(text="More.", in_reply_to=ours(Ticket.objects.get()), cc="late@x.example"))
    assert TicketWatcher.objects.filter(ticket=ticket).count() == 20


def test_an_answer_sets_a_waiting_ticket_to_work_again(nordsoft: Cast) -> None:
    ticket = set_status(
        ticket=make_ticket(nordsoft), actor=nordsoft.agent, status=Ticket.Status.WAITING_CUSTOMER, now=MONDAY
    )
    take(nordsoft, letter(in_reply_to=ours(ticket)), now=LATER)
    ticket.refresh_from_db()
    assert ticket.status == Ticket.Status.IN_PROGRESS


AUTOMATIC = [
    {"auto_submitted": "auto-replied"},
    {"auto_submitted": "auto-generated; owner-email=x@y.example"},
    {"x_autoreply": "yes"},
    {"x_autorespond": "Away"},
    {"precedence": "auto_reply"},
    {"precedence": "junk"},
    {"subject": "Automatiskt svar: The print window closes"},
    {"subject": "Out of office: back on Monday"},
    {"sender": "no-reply@bergs.example"},
]


@pytest.mark.parametrize("headers", AUTOMATIC, ids=lambda headers: "-".join(headers.values())[:30])
def test_automatic_mail_files_nothing(nordsoft: Cast, headers: dict[str, str]) -> None:
    mail = take(nordsoft, letter(**headers))
    assert (mail.state, mail.outcome, Ticket.objects.count()) == ("left", "automatic", 0)


@pytest.mark.parametrize("headers", [{"auto_submitted": "no"}, {"x_auto_response_suppress": "All"}])
def test_what_people_send_with_such_headers_is_taken_up(nordsoft: Cast, headers: dict[str, str]) -> None:
    assert take(nordsoft, letter(**headers)).outcome == "filed"


LISTS = [
    {"precedence": "bulk"},
    {"precedence": "list"},
    {"list_id": "<users.example>"},
    {"list_unsubscribe": "<https://x.example/>"},
    {"list_post": "<mailto:users@x.example>"},
]


@pytest.mark.parametrize("headers", LISTS, ids=lambda headers: "-".join(headers))
def test_lists_and_newsletters_are_left(nordsoft: Cast, headers: dict[str, str]) -> None:
    mail = take(nordsoft, letter(**headers))
    assert (mail.state, mail.outcome, Ticket.objects.count()) == ("left", "list", 0)


def test_mail_with_an_empty_return_path_is_nobodys(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(), sender="")
    assert (mail.state, mail.outcome, Ticket.objects.count()) == ("left", "automatic", 0)


@pytest.mark.parametrize(
    "sender", ["support@nordsoft.example", "SUPPORT+1001.aaaaaaaaaaaaaaaa@nordsoft.example", "ekonomi@nordsoft.example"]
)
def test_mail_from_our_own_addresses_is_left(nordsoft: Cast, sender: str) -> None:
    mailbox(nordsoft, address="ekonomi@nordsoft.example")
    assert take(nordsoft, letter(sender=sender)).outcome == "own"


def test_our_own_mail_coming_back_is_left(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    mail = take(nordsoft, letter(message_id=ours(ticket), sender=STRANGER))
    assert (mail.outcome, ticket.messages.count()) == ("own", 1)


def test_mail_from_nobody_is_left(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(sender=""))
    assert (mail.state, mail.outcome) == ("left", "nobody")


def test_out_of_office_is_a_note_and_changes_no_status_and_no_clock(nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    clocks = list(ticket.clocks.order_by("pk").values("metric", "state", "due_at"))
    away = letter(auto_submitted="auto-replied", in_reply_to=ours(ticket), text="I am away until Monday.")
    mail = take(nordsoft, away, now=LATER)
    message = Message.objects.get(pk=mail.message_id)
    ticket.refresh_from_db()
    assert (mail.outcome, message.kind, message.text) == ("noted", "note", "I am away until Monday.")
    assert ticket.status == Ticket.Status.RESOLVED
    assert list(ticket.clocks.order_by("pk").values("metric", "state", "due_at")) == clocks


def test_an_automatic_answer_to_the_signed_address_is_a_note(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    signed = reply_address(f"support@{HOME}", ticket.number)
    mail = take(nordsoft, letter(to=signed, auto_submitted="auto-replied"), sender="")
    assert (mail.outcome, mail.ticket) == ("noted", ticket)


def test_a_sender_is_limited(nordsoft: Cast) -> None:
    for number in range(MOST_OF_SENDER):
        InboundMail.objects.create(
            mailbox=mailbox(nordsoft),
            source="lmtp",
            size=1,
            digest=str(number),
            received_at=MONDAY,
            next_at=MONDAY,
            state="done",
            outcome="added",
            sender="karin@nordsoft.example",
        )
    assert take(nordsoft, letter(), now=LATER).outcome == "too_many"
    assert take(nordsoft, letter(sender=STRANGER), now=LATER).outcome == "filed"
    assert take(nordsoft, letter(text="Later."), now=MONDAY + timedelta(minutes=61)).outcome == "filed"


def test_a_ticket_is_limited(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for number in range(MOST_ON_TICKET):
        take(nordsoft, letter(sender=f"p{number}@x.example", in_reply_to=ours(ticket)))
    over = take(nordsoft, letter(in_reply_to=ours(ticket)), now=LATER)
    assert (over.state, over.outcome, over.ticket) == ("left", "too_many", ticket)
    assert ticket.messages.count() == MOST_ON_TICKET + 1


@pytest.mark.parametrize("headers", [{"precedence": "bulk"}, {"auto_submitted": "auto-generated"}, {"sender": ""}])
def test_what_was_left_can_be_taken_up_by_hand(nordsoft: Cast, headers: dict[str, str]) -> None:
    mail = take(nordsoft, letter(**headers))
    assert take_up(mail=mail, actor=nordsoft.admin, now=LATER) == "filed"
    mail.refresh_from_db()
    assert (mail.state, mail.asked_by, Ticket.objects.count()) == ("done", nordsoft.admin, 1)
    with pytest.raises(ValidationError):
        take_up(mail=mail, actor=nordsoft.admin, now=LATER)
    assert Ticket.objects.count() == 1


def test_our_own_is_not_taken_up_by_hand_either(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(sender="support@nordsoft.example"))
    with pytest.raises(ValidationError):
        take_up(mail=mail, actor=nordsoft.admin, now=LATER)


def test_what_cannot_be_read_is_kept_and_read_again(nordsoft: Cast) -> None:
    mail = take(nordsoft, b"\nno mail at all")
    assert (mail.state, mail.outcome, bytes(mail.raw)) == ("failed", "unreadable", b"\nno mail at all")
    read_again(mail=mail, actor=nordsoft.admin)
    mail.refresh_from_db()
    assert (mail.state, mail.outcome, mail.attempts, mail.asked_by) == ("stored", "", 0, nordsoft.admin)


def test_what_was_taken_up_is_not_read_again(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter())
    with pytest.raises(ValidationError):
        read_again(mail=mail, actor=nordsoft.admin)


def receipts() -> list[str]:
    sent = OutboxMessage.objects.filter(dedupe_key__startswith="received:").order_by("pk")
    return [mail.recipient for mail in sent]


def test_a_persons_new_ticket_is_answered_with_a_receipt(nordsoft: Cast) -> None:
    take(nordsoft, letter())
    take(nordsoft, letter(sender=STRANGER))
    assert receipts() == ["karin@nordsoft.example", "ida@nyab.example"]


def test_words_on_a_ticket_are_answered_with_no_receipt(nordsoft: Cast) -> None:
    take(nordsoft, letter(in_reply_to=ours(make_ticket(nordsoft))))
    assert receipts() == []


def test_a_program_gets_no_receipt_even_where_its_mail_is_taken_up_by_hand(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(auto_submitted="auto-generated"))
    assert take_up(mail=mail, actor=nordsoft.admin, now=LATER) == "filed"
    assert receipts() == []


def test_only_so_many_receipts_an_hour(nordsoft: Cast) -> None:
    for number in range(MOST_ANSWERS + 2):
        take(nordsoft, letter(text=str(number)))
    assert len(receipts()) == MOST_ANSWERS
    assert Ticket.objects.count() == MOST_ANSWERS + 2


def test_two_of_our_desks_that_write_to_each_other_come_to_an_end(nordsoft: Cast, lonhuset: Cast) -> None:
    """Each mail that one sends is handed to the other as it is, until nobody has anything to say."""
    desks = {"support@nordsoft.example": nordsoft, "support@lonhuset.example": lonhuset}
    waiting = [letter(sender="support@lonhuset.example", subject="Hello")]
    to, rounds = "support@nordsoft.example", 0
    while waiting:
        rounds += 1
        assert rounds < 10, "they do not stop"
        with tenant_context(desks[to].tenant.pk):
            before = OutboxMessage.objects.count()
            for raw in waiting:
                take(desks[to], raw)
            sent = OutboxMessage.objects.order_by("pk")[before:]
            waiting = [as_sent(mail) for mail in sent if mail.recipient in desks]
        to = next(address for address in desks if address != to)
    assert rounds == 2  # the mail, and its receipt, which is left


def as_sent(mail: OutboxMessage) -> bytes:
    extra = {name.replace("-", "_").lower(): value for name, value in mail.headers.items()}
    return letter(
        sender=mail.sender, to=mail.recipient, subject=mail.subject, text=mail.text, message_id=mail.message_id, **extra
    )
