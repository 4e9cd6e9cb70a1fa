"""Mail in a customer's name that the mail server could not confirm: kept, marked, and of little effect."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from contracts.models import Contact
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.inbox.post import KARIN, letter, take
from tickets.models import Message, Ticket, TicketWatcher
from tickets.services.merging import merge
from tickets.services.resolution import confirm_solved, resolve
from tickets.services.status import set_status
from tickets.threads import new_message_id

LATER = MONDAY + timedelta(minutes=30)
FAILED = "mx.example; spf=fail smtp.mailfrom=x.example; dmarc=fail header.from=nordsoft.example"


@pytest.fixture(autouse=True)
def _trusted(settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.example"})


def forged(ticket: Ticket | None = None, **values: str) -> bytes:
    answers = {"in_reply_to": new_message_id(ticket.number, "nordsoft.example")} if ticket else {}
    return letter(**{"authentication_results": FAILED, **answers, **values})


def test_a_doubtful_mail_is_a_ticket_with_a_mark(nordsoft: Cast) -> None:
    mail = take(nordsoft, forged())
    message = Message.objects.get()
    assert (mail.outcome, message.contact, message.doubt) == ("filed", nordsoft.karin, "mx.example: dmarc=fail")
    assert message.author_name == "Karin Bergman (sender not confirmed)"
    sure = take(nordsoft, letter(authentication_results="mx.example; dmarc=pass", text="2")).message
    assert sure is not None
    assert (sure.author_name, sure.doubt) == ("Karin Bergman", "")


def test_nobody_is_answered_by_a_program_and_nobody_watches(nordsoft: Cast) -> None:
    take(nordsoft, forged(cc="thief@x.example"))
    take(nordsoft, forged(make_ticket(nordsoft), cc="thief@x.example", text="2"))
    assert not OutboxMessage.objects.filter(recipient="karin@nordsoft.example").exists()
    assert not TicketWatcher.objects.exists()


def test_a_refused_file_is_not_answered(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(files={"x.exe": b"MZ"}, authentication_results=FAILED))
    assert (mail.was_answered, OutboxMessage.objects.count()) == (False, 0)


def test_on_a_ticket_at_work_it_stands_with_the_mark(nordsoft: Cast) -> None:
    ticket = set_status(
        ticket=make_ticket(nordsoft), actor=nordsoft.agent, status=Ticket.Status.WAITING_CUSTOMER, now=MONDAY
    )
    assert take(nordsoft, forged(ticket), now=LATER).outcome == "added"
    assert ticket.messages.latest("pk").doubt


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_ticket_that_is_done_is_not_changed_by_it(nordsoft: Cast, is_closed: bool) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    if is_closed:
        ticket = confirm_solved(ticket=ticket, contact=nordsoft.karin, actor=None, now=MONDAY)
    clocks = list(ticket.clocks.order_by("pk").values())
    mail = take(nordsoft, forged(ticket), now=LATER)
    before, status = Ticket.objects.count(), ticket.status
    ticket.refresh_from_db()
    assert (mail.outcome, ticket.status, before) == ("noted", status, 1)
    assert list(ticket.clocks.order_by("pk").values()) == clocks
    note = ticket.messages.latest("pk")
    assert (note.kind, note.contact, note.author_name) == ("note", None, f"{KARIN} (sender not confirmed)")


def test_a_merged_ticket_counts_as_the_one_that_goes_on(nordsoft: Cast) -> None:
    goes_on, merged = make_ticket(nordsoft), make_ticket(nordsoft)
    merge(ticket=merged, into=goes_on, actor=nordsoft.agent, now=MONDAY)
    mail = take(nordsoft, forged(merged), now=LATER)
    assert (mail.outcome, mail.ticket) == ("added", goes_on)


def test_the_mark_that_mail_comes_back_stays(nordsoft: Cast) -> None:
    Contact.objects.filter(pk=nordsoft.karin.pk).update(bounced_at=MONDAY)
    take(nordsoft, forged())
    assert Contact.objects.get(pk=nordsoft.karin.pk).bounced_at == MONDAY


def test_the_desk_sees_why_and_the_customer_that_it_is_not_sure(nordsoft: Cast, client: Client) -> None:
    ticket = take(nordsoft, forged()).ticket
    assert ticket is not None
    for member in (nordsoft.agent, nordsoft.karin.membership):
        assert member is not None
        member.user.language = "en"
        member.user.save()
    client.force_login(nordsoft.agent.user)
    shown = client.get(f"/nordsoft/desk/tickets/{ticket.number}/").content.decode()
    assert "mx.example: dmarc=fail" in shown
    assert "Karin Bergman (sender not confirmed)" in shown
    client.force_login(nordsoft.karin.membership.user)
    seen = client.get(f"/nordsoft/portal/tickets/{ticket.number}/").content.decode()
    assert "Karin Bergman (sender not confirmed)" in seen
    assert "dmarc" not in seen


def test_mails_in_a_customers_name_do_not_use_up_the_customers_share(
    nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.services.limits.MOST_OF_SENDER", 2)
    for number in range(2):
        assert take(nordsoft, forged(text=f"No. {number}")).outcome == "filed"
    assert take(nordsoft, forged(text="One more.")).outcome == "too_many"
    for number in range(2):
        assert take(nordsoft, letter(text=f"Really {number}.")).outcome == "filed"
    assert take(nordsoft, letter(text="Really 3.")).outcome == "too_many"
