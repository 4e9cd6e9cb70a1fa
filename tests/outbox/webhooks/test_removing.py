"""An endpoint that goes: nothing is told, what waited is given up, its log is read until it is old."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from outbox import pruning
from outbox.models import OutboxMessage, WebhookChange, WebhookEndpoint
from outbox.webhooks import rounds
from outbox.webhooks.announcing import announce, endpoints_for, listening
from outbox.webhooks.endpoints import add_endpoint, redeliver, rotate_secret, switch_on
from outbox.webhooks.removing import remove_endpoint
from tests.cast import MONDAY, Cast
from tests.receiver import Receiver

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
KIND = "ticket.created"
State = OutboxMessage.State


@pytest.fixture
def endpoint(nordsoft: Cast, receiver: Receiver) -> WebhookEndpoint:
    with transaction.atomic():
        made, _secret = add_endpoint(url=receiver.url, kinds=[KIND], description="", actor=nordsoft.admin, now=MONDAY)
    return made


@pytest.fixture
def removed(endpoint: WebhookEndpoint, nordsoft: Cast) -> WebhookEndpoint:
    remove_endpoint(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY)
    return endpoint


def told(endpoint: WebhookEndpoint, state: str, **values: Any) -> OutboxMessage:
    """Keep one delivery that came so far."""
    with transaction.atomic():
        announce(kind=KIND, key=f"{state}:{values}", data={}, now=MONDAY)
        row = OutboxMessage.objects.latest("pk")
        OutboxMessage.objects.filter(pk=row.pk).update(state=state, **values)
    return row


@transaction.atomic
def age(days: int) -> None:
    WebhookEndpoint.objects.update(removed_at=Now() - timedelta(days=days))


@transaction.atomic
def states() -> list[tuple[str, bool]]:
    return [(row.state, bool(row.text)) for row in OutboxMessage.objects.order_by("pk")]


def test_what_waits_or_has_failed_is_given_up_and_what_came_through_stays(
    endpoint: WebhookEndpoint, nordsoft: Cast
) -> None:
    told(endpoint, State.QUEUED)
    told(endpoint, State.FAILED)
    told(endpoint, State.SENT, sent_at=Now())
    assert remove_endpoint(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY) == 2
    assert states() == [("discarded", False), ("discarded", False), ("sent", True)]
    with transaction.atomic():
        gone = WebhookEndpoint.objects.get()
        change = WebhookChange.objects.select_related("actor").first()
    assert (gone.is_active, gone.removed_at, gone.secret, gone.old_secret) == (False, MONDAY, "", "")
    assert change
    assert (change.kind, change.actor) == ("removed", nordsoft.admin)


def test_nothing_is_told_and_nothing_brings_it_back(
    endpoint: WebhookEndpoint, nordsoft: Cast, receiver: Receiver
) -> None:
    sent = told(endpoint, State.SENT, sent_at=Now())
    remove_endpoint(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY)
    with transaction.atomic():
        assert endpoints_for([KIND]) == []
        assert not WebhookEndpoint.objects.filter(listening()).exists()
    switch_on(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY)
    for act in (rotate_secret, remove_endpoint):
        with pytest.raises(WebhookEndpoint.DoesNotExist):
            act(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY)
    with pytest.raises(ValidationError):
        redeliver(message=sent, actor=nordsoft.admin, now=MONDAY)
    told_late(endpoint)
    with transaction.atomic():
        assert not WebhookEndpoint.objects.get().is_active
    assert rounds.drain(seconds=5) == 0
    assert receiver.received == []


def told_late(endpoint: WebhookEndpoint) -> None:
    """Tell it as a transaction does that has read it before it was removed."""
    with transaction.atomic():
        here = WebhookEndpoint.objects.filter(pk=endpoint.pk)
        here.update(is_active=True)
        told(endpoint, State.QUEUED)
        here.update(is_active=False)


def test_what_comes_to_wait_for_it_later_is_given_up_by_the_hour(removed: WebhookEndpoint) -> None:
    told_late(removed)
    assert pruning.prune() == 1
    assert states() == [("discarded", False)]


@pytest.mark.parametrize(("days", "stands"), [(399, True), (401, False)])
def test_it_is_forgotten_with_its_changes(removed: WebhookEndpoint, days: int, stands: bool) -> None:
    age(days)
    pruning.prune()
    with transaction.atomic():
        assert WebhookEndpoint.objects.exists() is stands
        assert WebhookChange.objects.exists() is stands


def test_it_stands_while_it_has_a_log(endpoint: WebhookEndpoint, nordsoft: Cast) -> None:
    told(endpoint, State.SENT, sent_at=Now())
    remove_endpoint(endpoint=endpoint, actor=nordsoft.admin, now=MONDAY)
    age(401)
    assert pruning.prune() == 0
    with transaction.atomic():
        OutboxMessage.objects.update(sent_at=Now() - timedelta(days=401))
    pruning.prune()
    with transaction.atomic():
        assert not WebhookEndpoint.objects.exists()
