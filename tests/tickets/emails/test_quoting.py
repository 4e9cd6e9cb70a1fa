"""A mail quotes what was said before: the last two messages, and not all of a long one."""

from datetime import timedelta

from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.mailwords.quoting import MOST_LINES, shortened
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.watchers import add_watcher


def conversation(cast: Cast) -> dict[str, OutboxMessage]:
    cast.karin.language = "en"
    cast.karin.save()
    ticket = make_ticket(cast, text="The first question.")
    reply(ticket=ticket, actor=cast.agent, text="Have you tried **this**?", now=MONDAY + timedelta(minutes=1))
    add_note(ticket=ticket, actor=cast.agent, text="Between us.", now=MONDAY + timedelta(minutes=2))
    customer_wrote(
        ticket=ticket, contact=cast.karin, actor=None, text="It is <b>worse</b>.", now=MONDAY + timedelta(minutes=3)
    )
    added = MONDAY + timedelta(minutes=4)
    add_watcher(ticket=ticket, email="auditor@elsewhere.example", actor=cast.agent, now=added)
    OutboxMessage.objects.all().delete()
    reply(ticket=ticket, actor=cast.agent, text="Then a new driver.", now=MONDAY + timedelta(minutes=5))
    return {mail.recipient: mail for mail in OutboxMessage.objects.all()}


def test_the_last_two_public_messages_newest_first(nordsoft: Cast) -> None:
    mail = conversation(nordsoft)[nordsoft.karin.email]
    quoted = mail.text.split("Then a new driver.")[1]
    assert "Mon 2 Mar 09:03, Karin Bergman wrote:\n> It is <b>worse</b>." in quoted
    assert "Mon 2 Mar 09:01, Maja Sandell wrote:\n> Have you tried **this**?" in quoted
    assert quoted.index("worse") < quoted.index("tried")
    assert "The first question" not in mail.text + mail.html
    assert "Between us" not in mail.text + mail.html
    assert mail.html.count("<blockquote") == 2
    assert "<strong>this</strong>" in mail.html
    assert "<b>worse" not in mail.html


def test_who_came_by_a_copy_is_not_shown_what_was_written_before(nordsoft: Cast) -> None:
    mail = conversation(nordsoft)["auditor@elsewhere.example"]
    assert "Then a new driver." in mail.text
    assert "worse" not in mail.text + mail.html
    assert "tried" not in mail.text + mail.html


def test_a_long_message_is_cut() -> None:
    assert shortened("\n".join("abc")) == "a\nb\nc"
    cut = shortened("\n".join(str(n) for n in range(100)))
    assert cut.splitlines() == [*(str(n) for n in range(MOST_LINES)), "…"]
    assert len(shortened("x" * 10_000)) < 2_000
