"""Who else is told of a ticket."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import TicketWatcher
from tickets.services.messages import reply
from tickets.services.watchers import add_watcher, remove_watcher


def test_an_outside_address_gets_the_answer_without_the_portal(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    watcher, is_new = add_watcher(ticket=ticket, email=" Auditor@Elsewhere.example ", actor=nordsoft.agent, now=MONDAY)
    again = add_watcher(ticket=ticket, email="auditor@elsewhere.example", actor=nordsoft.agent, now=MONDAY)
    assert (is_new, again) == (True, (watcher, False))
    add_watcher(ticket=ticket, email=nordsoft.karin.email, actor=nordsoft.agent, now=MONDAY)
    add_watcher(ticket=ticket, membership=nordsoft.colleague, actor=nordsoft.agent, now=MONDAY)
    reply(ticket=ticket, actor=nordsoft.agent, text="Try this.", now=MONDAY)
    mails = {mail.recipient: mail.text for mail in OutboxMessage.objects.all()}
    assert set(mails) == {nordsoft.karin.email, "auditor@elsewhere.example"}
    assert "/portal/tickets/" in mails[nordsoft.karin.email]
    assert "/portal/tickets/" not in mails["auditor@elsewhere.example"]
    remove_watcher(watcher=watcher)
    reply(ticket=ticket, actor=nordsoft.agent, text="And this.", now=MONDAY)
    assert OutboxMessage.objects.filter(recipient="auditor@elsewhere.example").count() == 1


def test_who_may_not_watch(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    with pytest.raises(ValidationError, match="same customer"):
        add_watcher(ticket=ticket, contact=nordsoft.karin, actor=nordsoft.agent, now=MONDAY)
    with pytest.raises(ValidationError, match="at the desk"):
        add_watcher(ticket=ticket, membership=nordsoft.karin.membership, actor=nordsoft.agent, now=MONDAY)
    with pytest.raises(ValidationError):
        add_watcher(ticket=ticket, email="nobody", actor=nordsoft.agent, now=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        TicketWatcher.objects.create(ticket=ticket, added_at=MONDAY)
