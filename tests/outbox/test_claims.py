"""Whose turn it is: lanes, tenants in turn, and how many mails a minute."""

import threading
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models.functions import Now

from accounts.tenancy.context import tenant_context
from outbox import claims
from outbox.models import OutboxMessage, OutboxRate
from tests.cast import Cast
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
State, Priority = OutboxMessage.State, OutboxMessage.Priority
URGENT, NORMAL, LOW = Priority.URGENT, Priority.NORMAL, Priority.LOW


def fill(cast: Cast, count: int, priority: int = NORMAL, **values: Any) -> None:
    """Queue so many for a tenant, the first one the longest due."""
    with tenant_context(cast.tenant.pk), transaction.atomic():
        before = OutboxMessage.objects.count()
        due = {"next_at": Now() - timedelta(minutes=1)} | values
        for number in range(before, before + count):
            OutboxMessage.objects.create(
                dedupe_key=str(number),
                message_id=f"<{number}@x>",
                sender="a@x.example",
                recipient=f"person{number}@x.example",
                subject="s",
                text="t",
                priority=priority,
                queued_at=NOW,
                **due,
            )


def claim(limit: int = 20, kind: str = "email") -> list[OutboxMessage]:
    return claims.claim(uuid.uuid4(), limit, kind)


def change(**values: Any) -> None:
    with transaction.atomic():
        OutboxMessage.objects.update(**values)


def test_a_tenant_with_many_leaves_room_for_one_with_few(nordsoft: Cast, lonhuset: Cast) -> None:
    fill(nordsoft, 60)
    fill(lonhuset, 3)
    tenants = Counter(message.tenant_id for message in claim())
    assert tenants == {nordsoft.tenant.pk: 17, lonhuset.tenant.pk: 3}


def test_one_tenant_alone_fills_a_batch(nordsoft: Cast) -> None:
    fill(nordsoft, 60, LOW)
    assert len(claim()) == 20


def test_urgent_mail_passes_whatever_is_queued(nordsoft: Cast, lonhuset: Cast) -> None:
    fill(nordsoft, 40, LOW)
    fill(lonhuset, 40, NORMAL)
    fill(nordsoft, 3, URGENT)
    assert [message.priority for message in claim()[:3]] == [URGENT] * 3


def test_a_flood_of_urgent_mail_leaves_room_for_another_tenants_mass_mail(nordsoft: Cast, lonhuset: Cast) -> None:
    fill(nordsoft, 60, URGENT)
    fill(lonhuset, 5, LOW)
    assert lonhuset.tenant.pk in {message.tenant_id for message in claim()}


def test_within_a_lane_the_longest_due_goes_first(nordsoft: Cast) -> None:
    fill(nordsoft, 1, next_at=Now() - timedelta(minutes=1))
    fill(nordsoft, 1, next_at=Now() - timedelta(minutes=3))
    fill(nordsoft, 1, next_at=Now() - timedelta(minutes=2))
    assert [message.dedupe_key for message in claim()] == ["1", "2", "0"]


def test_what_a_relay_let_go_of_comes_last_in_its_batch(nordsoft: Cast) -> None:
    fill(nordsoft, 1, state=State.SENDING, token=uuid.uuid4(), lease_until=Now() - timedelta(seconds=1))
    fill(nordsoft, 2)
    assert [message.dedupe_key for message in claim(2)] == ["1", "0"], "taken first, sent last: it may have killed it"


def test_a_minute_has_room_for_so_many(nordsoft: Cast, lonhuset: Cast, settings: Any) -> None:
    settings.OUTBOX_PER_MINUTE = 10
    fill(nordsoft, 30)
    fill(lonhuset, 2)
    taken = claim()
    assert Counter(message.tenant_id for message in taken) == {nordsoft.tenant.pk: 8, lonhuset.tenant.pk: 2}
    assert claim() == [], "what is being sent counts"
    for message in taken:
        assert claims.mark_sent(message, message.token)  # type: ignore[arg-type]
    assert claim() == [], "what is sent counts"
    fill(nordsoft, 5, URGENT)
    assert [message.priority for message in claim()] == [URGENT] * 2, "a fifth is kept for urgent mail"
    with transaction.atomic():
        OutboxMessage.objects.filter(state=State.SENT).update(sent_at=Now() - timedelta(seconds=61))
    assert Counter(message.priority for message in claim()) == {URGENT: 3, NORMAL: 3}


def test_a_tenant_may_have_a_rate_of_its_own(nordsoft: Cast, lonhuset: Cast, settings: Any) -> None:
    settings.OUTBOX_PER_MINUTE = 5
    with transaction.atomic():
        OutboxRate.objects.create(per_minute=0)
    for cast in (nordsoft, lonhuset):
        fill(cast, 10)
    assert Counter(message.tenant_id for message in claim()) == {nordsoft.tenant.pk: 10, lonhuset.tenant.pk: 4}


def test_without_a_rate_all_go(nordsoft: Cast, settings: Any) -> None:
    settings.OUTBOX_PER_MINUTE = 0
    fill(nordsoft, 20)
    assert len(claim()) == 20


def test_webhooks_have_no_rate_and_count_for_none(nordsoft: Cast, settings: Any) -> None:
    settings.OUTBOX_PER_MINUTE = 5
    fill(nordsoft, 9, kind="webhook")
    assert len(claim(kind="webhook")) == 9
    fill(nordsoft, 9)
    assert len(claim()) == 4


def test_relays_that_claim_at_once_share_one_rate(nordsoft: Cast, settings: Any) -> None:
    settings.OUTBOX_PER_MINUTE = 10
    fill(nordsoft, 40)
    start = threading.Barrier(4)
    counts: list[int] = []

    def relay() -> None:
        start.wait()
        counts.append(len(claim(5)))
        connections["relay"].close()

    threads = [threading.Thread(target=relay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 8


def test_what_is_claimed_is_free_soon_and_what_is_begun_much_later(nordsoft: Cast) -> None:
    fill(nordsoft, 2)
    first, _second = claim()
    assert claims.begin(first, first.token)  # type: ignore[arg-type]
    with connections["relay"].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM lease_until - now()) FROM outbox_outboxmessage ORDER BY attempts")
        soon, late = (float(seconds) for (seconds,) in cursor.fetchall())
    assert claims.CLAIM_SECONDS - 10 < soon <= claims.CLAIM_SECONDS
    assert claims.LEASE_SECONDS - 10 < late <= claims.LEASE_SECONDS


def test_given_back_it_takes_no_room(nordsoft: Cast, settings: Any) -> None:
    settings.OUTBOX_PER_MINUTE = 5
    fill(nordsoft, 10)
    taken = claim()
    claims.release(taken, taken[0].token)  # type: ignore[arg-type]
    assert len(claim()) == 4


def test_a_secret_goes_with_the_mail_and_no_other_text_does(nordsoft: Cast) -> None:
    leads = {"List-Unsubscribe": "<https://x.example/the-same-secret/>"}
    fill(nordsoft, 1, is_secret=True, html="h", headers=leads)
    fill(nordsoft, 1, html="h", headers=leads)
    for message in claim():
        assert claims.mark_sent(message, message.token)  # type: ignore[arg-type]
    with transaction.atomic():
        kept = list(OutboxMessage.objects.order_by("pk").values_list("text", "html", "headers"))
        assert kept == [("", "", {}), ("t", "h", leads)]
