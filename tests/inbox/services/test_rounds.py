"""Rounds of reading: every kept mail ends in a state, once, and one that cannot be read holds up no other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction
from django.db.models.functions import Now

from accounts.tenancy.context import tenant_context
from inbox.models import InboundMail
from inbox.services import handling, rounds
from inbox.services.rounds import ATTEMPTS, LEASE, read_due
from tests.budget import Budget
from tests.cast import MONDAY, Cast, make_cast
from tests.inbox.post import keep, letter, mailbox
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


@pytest.fixture
def cast() -> Cast:
    cast = make_cast("nordsoft")
    with working(cast):
        mailbox(cast)
    return cast


class working:  # noqa: N801 - reads as what it does
    """Look at a tenant's rows in a transaction."""

    def __init__(self, cast: Cast) -> None:
        self._held: tuple[Any, Any] = (tenant_context(cast.tenant.pk), transaction.atomic())

    def __enter__(self) -> None:
        for one in self._held:
            one.__enter__()

    def __exit__(self, *failed: Any) -> None:
        for one in reversed(self._held):
            one.__exit__(*failed)


def kept(cast: Cast, *texts: str) -> None:
    with working(cast):
        for text in texts:
            keep(cast, letter(text=text, message_id=f"<{text}@bergs.example>"))


def states(cast: Cast) -> list[tuple[str, str, int]]:
    with working(cast):
        return list(InboundMail.objects.order_by("pk").values_list("state", "outcome", "attempts"))


def test_an_answer_waits_for_the_mail_that_it_answers(cast: Cast) -> None:
    with working(cast):
        question = keep(cast, letter(text="Question", message_id="<question@bergs.example>"))
        InboundMail.objects.filter(pk=question.pk).update(next_at=Now() + LEASE, attempts=1)  # in a dead reader's hands
        keep(cast, letter(text="Answer", message_id="<answer@bergs.example>", in_reply_to="<question@bergs.example>"))
    read_due(now=MONDAY)
    assert states(cast) == [("stored", "", 1), ("stored", "", 0)]
    with working(cast):
        InboundMail.objects.update(next_at=Now())
    read_due(now=MONDAY)
    assert [state[:2] for state in states(cast)] == [("done", "filed"), ("done", "added")]
    with working(cast):
        assert Ticket.objects.count() == 1


def test_two_mails_that_answer_each_other_wait_for_nobody(cast: Cast) -> None:
    with working(cast):
        keep(cast, letter(text="One", message_id="<one@bergs.example>", in_reply_to="<two@bergs.example>"))
        keep(cast, letter(text="Two", message_id="<two@bergs.example>", in_reply_to="<one@bergs.example>"))
    read_due(now=MONDAY)
    assert [state[:2] for state in states(cast)] == [("done", "filed"), ("done", "added")]


def again(cast: Cast) -> None:
    """Let the lease run out and read once more."""
    with working(cast):
        InboundMail.objects.filter(state="stored").update(next_at=Now())
    read_due(now=MONDAY)


def test_reads_all_tenants_mail_each_as_its_own(cast: Cast) -> None:
    other = make_cast("lonhuset")
    kept(cast, "a", "b")
    kept(other, "c")
    assert read_due(now=MONDAY) == 3
    assert read_due(now=MONDAY) == 0
    assert states(cast) == [("done", "filed", 1)] * 2
    assert states(other) == [("done", "filed", 1)]


def test_one_that_fails_holds_up_no_other_and_is_left_to_a_person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    read = handling.read

    def poisoned(raw: bytes, **rest: Any) -> Any:
        if b"poison" in raw:
            raise ValueError("a fault of ours\0")
        return read(raw, **rest)

    monkeypatch.setattr(handling, "read", poisoned)
    kept(cast, "poison", "b")
    assert read_due(now=MONDAY) == 2
    assert states(cast) == [("stored", "", 1), ("done", "filed", 1)]
    for _ in range(ATTEMPTS):
        again(cast)
    assert states(cast)[0] == ("failed", "error", ATTEMPTS)
    with working(cast):
        mail = InboundMail.objects.get(state="failed")
        assert mail.error == "ValueError: a fault of ours"
        assert b"poison" in bytes(mail.raw)


def test_a_reader_that_dies_with_a_mail_has_written_nothing_and_it_is_read_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*args: Any, **rest: Any) -> Any:
        raise SystemExit  # as a kill: past every `except Exception`

    kept(cast, "a", "b")
    monkeypatch.setattr(handling, "_end", dies)
    with pytest.raises(SystemExit):
        read_due(now=MONDAY)
    with working(cast):
        assert not Ticket.objects.exists()
    monkeypatch.undo()
    assert read_due(now=MONDAY) == 1  # the first one's lease still runs
    again(cast)
    assert states(cast) == [("done", "filed", 2), ("done", "filed", 1)]


def test_a_mail_that_kills_every_reader_is_given_up(cast: Cast) -> None:
    kept(cast, "a")
    with working(cast):
        InboundMail.objects.update(attempts=ATTEMPTS)
    assert read_due(now=MONDAY) == 1
    assert states(cast) == [("failed", "error", ATTEMPTS + 1)]


def test_the_database_away_says_nothing_about_the_mail(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**rest: Any) -> Any:
        raise OperationalError("server closed the connection")

    kept(cast, "a")
    monkeypatch.setattr(rounds, "handle", away)
    with pytest.raises(OperationalError):
        read_due(now=MONDAY)
    assert states(cast) == [("stored", "", 1)]


def test_a_worker_that_is_told_to_stop_ends_after_the_mail_in_hand(cast: Cast) -> None:
    kept(cast, "a", "b", "c")
    told = iter([False, False, True])
    assert read_due(now=MONDAY, stopped=lambda: next(told)) == 2
    assert [state for state, _outcome, _attempts in states(cast)] == ["done", "done", "stored"]


def test_a_lease_lasts(cast: Cast) -> None:
    kept(cast, "a")
    with working(cast):
        mail = rounds._claim()
        assert mail is not None
        assert rounds._claim() is None
        left = InboundMail.objects.get().next_at - mail.received_at
    assert left > LEASE  # by the database's clock, which is later than MONDAY


def test_many_readers_at_once_take_each_mail_once(cast: Cast) -> None:
    names = [f"m{number}" for number in range(12)]
    kept(cast, *names)
    with working(cast):  # the same mails at another address of ours
        at = mailbox(cast, address="ekonomi@nordsoft.example")
        for name in names:
            keep(cast, letter(text=name, message_id=f"<{name}@bergs.example>"), at=at)
    ready = Barrier(4)

    def run(_number: int) -> int:
        try:
            ready.wait(timeout=10)
            return sum(read_due(now=MONDAY + timedelta(seconds=n)) for n in range(3))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 24
    assert sorted({(state, outcome) for state, outcome, _attempts in states(cast)}) == [
        ("done", "filed"),
        ("left", "copy"),
    ]
    with working(cast):
        assert Ticket.objects.count() == 12


@pytest.mark.parametrize("waiting", [1, 30])
def test_a_round_asks_as_much_for_each_mail_however_many_wait(cast: Cast, waiting: int) -> None:
    kept(cast, *[f"m{number}" for number in range(waiting)])
    with tenant_context(cast.tenant.pk), Budget(45):
        assert rounds._read_one(now=MONDAY)
