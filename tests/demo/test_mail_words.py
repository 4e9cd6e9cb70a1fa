"""The demo's desks sign their mails, and say one thing in their own words."""

from types import SimpleNamespace
from typing import Any

from demo.mail_words import make_mail_words
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.services.status import start_work


def test_a_mail_has_the_desks_words_and_signature(nordsoft: Cast) -> None:
    cast: Any = SimpleNamespace(managers=[nordsoft.manager], vendor=SimpleNamespace(language="sv"))
    make_mail_words(cast, now=MONDAY)
    nordsoft.karin.mail_started = True
    nordsoft.karin.save()
    start_work(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=MONDAY)
    mail = OutboxMessage.objects.get()
    assert "Nu börjar vi, Karin" in mail.text
    assert "Vänliga hälsningar\nNordsoft" in mail.text
    assert "Vänliga hälsningar<br>" in mail.html
