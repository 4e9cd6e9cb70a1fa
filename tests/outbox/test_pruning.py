"""What is forgotten, and when; what was failed and given up."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from accounts.tenancy.context import tenant_context
from outbox import pruning, tasks
from outbox.models import OutboxMessage
from outbox.states import give_up, send_again
from tests.budget import Budget
from tests.cast import Cast
from tests.outbox.conftest import NOW, Queue

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
State = OutboxMessage.State


def aged(queue: Queue, days: float, state: str, **values: Any) -> OutboxMessage:
    """Queue one and let it be as if so many days had passed."""
    with transaction.atomic():
        message = queue(dedupe_key=f"{state}:{days}:{OutboxMessage.objects.count()}", reply_to="x@x.example")
        assert message is not None
        then = Now() - timedelta(days=days)
        sent = {"sent_at": then} if state == State.SENT else {}
        OutboxMessage.objects.filter(pk=message.pk).update(state=state, next_at=then, **sent | values)
    return message


def rows() -> list[tuple[str, bool]]:
    """Give state and whether there is a text, as they were queued."""
    with transaction.atomic():
        found = OutboxMessage.objects.order_by("pk").values_list("state", "text", "html", "headers")
        assert all(bool(text) == bool(html) == bool(headers) for _state, text, html, headers in found)
        return [(state, bool(text)) for state, text, _html, _headers in found]


def test_a_sent_mail_loses_its_text_after_a_fortnight(queue: Queue) -> None:
    aged(queue, 13.9, State.SENT)
    aged(queue, 14.1, State.SENT)
    tasks.prune()
    assert rows() == [("sent", True), ("sent", False)]
    tasks.prune()
    assert rows() == [("sent", True), ("sent", False)]


def test_the_row_goes_after_400_days(queue: Queue) -> None:
    for state in (State.SENT, State.DISCARDED):
        aged(queue, 399, state)
        aged(queue, 401, state)
    pruning.prune()
    assert [state for state, _text in rows()] == ["sent", "discarded"]


def test_a_failed_one_is_given_up_after_90_days(queue: Queue) -> None:
    aged(queue, 89, State.FAILED)
    aged(queue, 91, State.FAILED)
    pruning.prune()
    assert rows() == [("failed", True), ("discarded", False)]


def test_what_waits_is_never_forgotten(queue: Queue) -> None:
    aged(queue, 1000, State.QUEUED)
    aged(queue, 1000, State.SENDING)
    assert pruning.prune() == 0
    assert rows() == [("queued", True), ("sending", True)]


def test_days_are_settings(queue: Queue, settings: Any) -> None:
    settings.OUTBOX_TEXT_DAYS, settings.OUTBOX_DAYS = 1, 2
    aged(queue, 1.5, State.SENT)
    aged(queue, 2.5, State.SENT)
    pruning.prune()
    assert rows() == [("sent", False)]


def test_it_goes_batch_by_batch_and_tenant_by_tenant(
    queue: Queue, lonhuset: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "BATCH", 2)
    for _ in range(5):
        aged(queue, 20, State.SENT)
    with tenant_context(lonhuset.tenant.pk):
        aged(queue, 20, State.SENT)
    with CaptureQueriesContext(connection) as asked:
        assert pruning.prune() == 6
    assert sum("text" in query["sql"] and query["sql"].startswith("UPDATE") for query in asked.captured_queries) >= 4
    assert rows() == [("sent", False)] * 5
    with tenant_context(lonhuset.tenant.pk):
        assert rows() == [("sent", False)]
    assert pruning.prune(seconds=0) == 0


def test_a_batch_asks_little(queue: Queue) -> None:
    for state in (State.SENT, State.FAILED):
        aged(queue, 100, state)
    aged(queue, 500, State.SENT)
    with Budget(11):
        assert pruning.prune_batch() == 3


def test_failed_ones_are_queued_again_those_named_or_all(queue: Queue, nordsoft: Cast) -> None:
    first, second, third = [aged(queue, 1, State.FAILED, attempts=7, last_error="550 no") for _ in range(3)]
    sent = aged(queue, 1, State.SENT)
    assert send_again(ids=[first.pk, sent.pk], kind="email", actor=nordsoft.admin, now=NOW) == 1
    assert send_again(ids=None, kind="webhook", actor=nordsoft.admin, now=NOW) == 0
    assert [state for state, _text in rows()] == ["queued", "failed", "failed", "sent"]
    assert send_again(ids=None, kind="email", actor=nordsoft.admin, now=NOW) == 2
    with transaction.atomic():
        again = OutboxMessage.objects.get(pk=third.pk)
    assert (again.state, again.attempts, again.last_error, again.message_id) == ("queued", 0, "", third.message_id)
    assert second.message_id != third.message_id


def test_what_is_given_up_keeps_its_row_and_no_text(queue: Queue, nordsoft: Cast) -> None:
    ids = [aged(queue, 1, state).pk for state in (State.FAILED, State.QUEUED, State.SENDING, State.SENT)]
    assert give_up(ids=ids, kind="email", actor=nordsoft.admin, now=NOW) == 2
    assert rows() == [("discarded", False), ("discarded", False), ("sending", True), ("sent", True)]
