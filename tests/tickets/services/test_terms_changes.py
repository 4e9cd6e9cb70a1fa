"""Other terms: the impact says what the recount does, and the recount ends the same however often it is begun."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.models import Contract
from contracts.services.policies import set_policy
from sla.models import Policy
from sla.selectors import version_in_force
from sla.services.defaults import create_policy
from sla.services.policies import PolicyDraft, change_policy, make_default
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at
from tickets.models import Recount, SlaClock, Ticket, TicketEvent
from tickets.services import recounting, terms_changes
from tickets.services.messages import reply
from tickets.services.recounting import recount_batch, recount_tenants
from tickets.services.replaying import replayed
from tickets.services.status import set_status
from tickets.services.terms_changes import Save, carry_out, rehearse

OPEN = [SlaClock.State.RUNNING, SlaClock.State.PAUSED]
Due = dict[tuple[int, str], Any]


def draft(cast: Cast, **more: Any) -> PolicyDraft:
    """Give a policy under which Normal starts within two hours and is solved within two working days."""
    targets: Any = {("normal", "start"): {"minutes": 120}, ("normal", "resolution"): {"business_days": 2}}
    return replace(PolicyDraft("Standard", cast.calendar, targets=targets, pauses={}), **more)


def to(cast: Cast, wanted: PolicyDraft, *, applies: bool = True) -> Save:
    def save() -> Recount | None:
        change_policy(policy=cast.policy, actor=cast.manager, draft=wanted, now=at(10))
        return Recount(policy_version=version_in_force(cast.policy)) if applies else None

    return save


def open_due() -> Due:
    rows = SlaClock.objects.filter(state__in=OPEN)
    return {(clock.ticket_id, clock.metric): clock.due_at for clock in rows}


def wrong() -> list[Any]:
    return [difference for found in replayed(mend=False) for difference in found]


def carried(cast: Cast, save: Save) -> Recount:
    """Save it and leave the tickets to the background."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms_changes, "AT_ONCE", 0)
        recount = carry_out(save, actor=cast.manager, now=at(10))
    assert recount
    return recount


def test_a_rehearsal_writes_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    impact = rehearse(to(nordsoft, draft(nordsoft)), now=at(10))
    assert (impact.total, impact.moved, impact.breaches) == (2, 2, 0)
    start = next(move for move in impact.moves if move.metric == "start")
    assert (start.before, start.after, start.seconds) == (at(14), at(11), -3 * 3600)
    assert nordsoft.policy.versions.count() == 1
    assert not Recount.objects.exists()
    assert open_due()[ticket.pk, "start"] == at(14)


def test_open_tickets_stay_where_the_manager_does_not_say_so(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    save = to(nordsoft, draft(nordsoft), applies=False)
    assert rehearse(save, now=at(10)).moves == ()
    assert carry_out(save, actor=nordsoft.manager, now=at(10)) is None
    assert not TicketEvent.objects.filter(kind=TicketEvent.Kind.TERMS).exists()


def test_a_clock_that_begins_and_one_that_is_dropped_are_told(nordsoft: Cast) -> None:
    carry_out(to(nordsoft, draft(nordsoft)), actor=nordsoft.manager, now=at(10))
    ticket = make_ticket(nordsoft, severity="high")
    assert not ticket.clocks.exists()
    other = draft(nordsoft, targets={("high", "start"): {"minutes": 30}})
    make_ticket(nordsoft)
    impact = rehearse(to(nordsoft, other), now=at(10))
    assert (impact.begun, impact.dropped, impact.moved, impact.breaches) == (1, 2, 0, 1)
    begun = next(move for move in impact.moves if move.before is None)
    assert (begun.ticket.pk, begun.after, begun.becomes_breach) == (ticket.pk, at(9, 30), True)


def test_what_is_breached_stays(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="critical")  # start due 09:15
    longer = draft(nordsoft, targets={("critical", "start"): {"minutes": 600}})
    assert rehearse(to(nordsoft, longer), now=at(10)).kept == 1
    carry_out(to(nordsoft, longer), actor=nordsoft.manager, now=at(10))
    assert ticket.clocks.get(metric="start").due_at == at(9, 15)


@pytest.fixture
def filed(nordsoft: Cast) -> None:
    """File one ticket of each severity, one that waits and one that was answered."""
    for severity in ("critical", "high", "normal"):
        make_ticket(nordsoft, severity=severity)
    waiting, begun = make_ticket(nordsoft), make_ticket(nordsoft)
    set_status(ticket=waiting, actor=nordsoft.agent, status="waiting_third_party", now=at(9, 20))
    reply(ticket=begun, actor=nordsoft.agent, text="We are looking.", now=at(9, 10))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.one_of(st.none(), st.integers(1, 1_000)),
    solution=st.one_of(st.none(), st.integers(1, 20)),
    pauses=st.sets(st.sampled_from(["waiting_customer", "waiting_third_party"])),
    now=st.integers(9 * 60 + 30, 17 * 60),
)
def test_the_impact_is_what_the_recount_does(
    nordsoft: Cast, filed: None, start: int | None, solution: int | None, pauses: set[str], now: int
) -> None:
    """Whatever the terms: every deadline that is said to move moves there, and no other does."""
    targets: dict[tuple[str, str], dict[str, int]] = {("critical", "next_reply"): {"minutes": 30}}
    targets |= {("normal", "start"): {"minutes": start}} if start else {}
    targets |= {("normal", "resolution"): {"business_days": solution}} if solution else {}
    wanted = draft(nordsoft, targets=targets, pauses={"resolution": tuple(pauses)})
    moment = at(now // 60, now % 60)
    with transaction.atomic():
        save, before = to(nordsoft, wanted), open_due()
        impact = rehearse(save, now=moment)
        carry_out(save, actor=nordsoft.manager, now=moment)
        after = open_due()
        moved = {key: after.get(key) for key in before | after if before.get(key) != after.get(key)}
        assert moved == {(move.ticket.pk, move.metric): move.after for move in impact.moves}
        assert wrong() == []
        transaction.set_rollback(True)


def test_many_tickets_follow_in_the_background(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    monkeypatch.setattr(recounting, "LOOK", 3)
    for _ in range(5):
        make_ticket(nordsoft)
    recount = carried(nordsoft, to(nordsoft, draft(nordsoft)))
    assert (recount.total, recount.done, recount.finished_at) == (5, 0, None)
    steps = []
    while recount_batch(now=at(10)):
        recount.refresh_from_db()
        steps.append((recount.seen, recount.done, recount.share))
    assert steps == [(2, 2, 40), (4, 4, 80), (5, 5, 99), (5, 5, 99), (5, 5, 99), (5, 5, 99), (5, 5, 100)]
    assert set(open_due().values()) == {at(11), at(17, day=4)}
    assert wrong() == []


def test_killed_in_the_middle_it_goes_on_and_twice_changes_nothing(
    nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    for _ in range(5):
        make_ticket(nordsoft)
    recount = carried(nordsoft, to(nordsoft, draft(nordsoft)))
    assert recount_batch(now=at(10))
    put_under = recounting.follow_terms

    def killed(*args: Any, **more: Any) -> Any:
        put_under(*args, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(recounting, "follow_terms", killed)
        with pytest.raises(KeyboardInterrupt):
            recount_batch(now=at(10))
    recount.refresh_from_db()
    assert (recount.done, TicketEvent.objects.filter(kind="terms").count()) == (2, 2)
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    recount.refresh_from_db()
    assert (recount.done, recount.finished_at) == (5, at(10))
    versions = list(Ticket.objects.order_by("pk").values_list("version", flat=True))
    Recount.objects.filter(pk=recount.pk).update(finished_at=None, last_ticket=0, done_before=None)
    recount_tenants(nordsoft.tenant.pk, now=at(11))
    assert list(Ticket.objects.order_by("pk").values_list("version", flat=True)) == versions
    assert wrong() == []


def test_a_version_not_meant_for_open_tickets_is_not_given_to_them(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    carried(nordsoft, to(nordsoft, draft(nordsoft)))
    carry_out(
        to(nordsoft, draft(nordsoft, targets={("normal", "start"): {"minutes": 60}}), applies=False),
        actor=nordsoft.manager,
        now=at(10),
    )
    make_ticket(nordsoft)
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    numbers = Ticket.objects.order_by("pk").values_list("policy_version__number", flat=True)
    assert list(numbers) == [2, 3]


def test_of_two_versions_at_work_the_newest_stays(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    carried(nordsoft, to(nordsoft, draft(nordsoft)))
    carried(nordsoft, to(nordsoft, draft(nordsoft, targets={("normal", "start"): {"minutes": 60}})))
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    assert Ticket.objects.get().policy_version == nordsoft.policy.versions.get(number=3)
    assert TicketEvent.objects.filter(kind="terms").count() == 1


@pytest.mark.parametrize("who", ["customer", "product", "default"])
def test_who_names_the_policy_moves_the_same_as_was_said(nordsoft: Cast, who: str) -> None:
    Contract.objects.update(policy=None)
    gold: Policy = create_policy(name="Gold", calendar=nordsoft.calendar, now=MONDAY, metrics=["start"])
    make_ticket(nordsoft, product=nordsoft.product)
    stranger = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent)

    def save() -> Recount:
        if who == "default":
            make_default(policy=gold, actor=nordsoft.manager)
            return Recount()
        owner = nordsoft.customer if who == "customer" else nordsoft.product
        set_policy(owner=owner, actor=nordsoft.manager, policy=gold)
        return Recount(**{who: owner})

    impact = rehearse(save, now=at(10))
    assert (impact.total, impact.dropped, impact.moved) == (2, 1, 0)
    recount = carried(nordsoft, save)
    assert (recount.total, recount.share) == (1, 0)
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    assert [metric for _, metric in open_due()] == ["start"]
    assert Ticket.objects.get(pk=stranger.pk).policy_version is None
    assert wrong() == []


def test_looking_and_counting_have_budgets(nordsoft: Cast) -> None:
    for _ in range(10):
        make_ticket(nordsoft)
    save = to(nordsoft, draft(nordsoft))
    with Budget(22) as few:
        rehearse(save, now=at(10))
    for _ in range(10):
        make_ticket(nordsoft)
    with Budget(len(few.asked)):
        rehearse(save, now=at(10))
    carried(nordsoft, save)
    recount_batch(now=at(10))
    with Budget(12):  # nothing left to change
        recount_batch(now=at(10))
