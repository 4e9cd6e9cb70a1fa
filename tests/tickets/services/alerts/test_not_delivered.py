"""An alert whose mail fails shows on the desk and goes on, each person told once, every hop recorded."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from outbox.states import send_again
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Alert, TeamMember, Ticket
from tickets.models.alert import NOT_ARRIVED
from tickets.services.alerts import mail_bounced, mail_leftovers, note_failures
from tickets.services.alerts.following import follow_batch
from tickets.services.alerts.mailing import mail_batch
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.reading import mark_alerts_read
from tickets.services.resolution import resolve

WARNED = MONDAY + timedelta(minutes=90)
LATE = WARNED + timedelta(minutes=5)
DUE = MONDAY + timedelta(hours=2)
ANSWER = "550 5.1.1 No such user"


def warned(cast: Cast, **more: Any) -> Ticket:
    """File a High ticket of Maja's team and warn her."""
    ticket = make_ticket(cast, severity="high", team=cast.team, **more)
    raise_batch(now=WARNED, aside=Aside())
    return ticket


def refuse(*members: Membership, answer: str = ANSWER) -> None:
    addresses = [member.user.email for member in members]
    OutboxMessage.objects.filter(recipient__in=addresses).update(state="failed", last_error=answer)


def told(step: str = "warning") -> list[Membership]:
    return [alert.receiver for alert in Alert.objects.filter(step=step).order_by("pk")]


def hops(ticket: Ticket) -> list[dict[str, Any]]:
    return [event.data for event in ticket.events.filter(kind="alert_failed").order_by("pk")]


def test_a_refused_mail_goes_on_to_a_manager_and_is_recorded(nordsoft: Cast) -> None:
    ticket = warned(nordsoft)
    refuse(nordsoft.agent)
    follow_batch(now=WARNED + timedelta(minutes=1))
    before, after = Alert.objects.order_by("pk")
    assert (before.failed_by, before.failure) == ("refused", ANSWER)
    assert (after.receiver, after.why, after.handed_from) == (nordsoft.manager, "handed_on", before)
    assert hops(ticket) == [
        {
            "metric": "start", "step": "warning", "names": ["Maja Sandell"], "failed": 1, "by": "refused",
            "reason": ANSWER, "to": ["Henrik Lund"],
        }
    ]  # fmt: skip
    mail_batch(now=WARNED + timedelta(minutes=1), failed=set())
    mail = OutboxMessage.objects.get(recipient=nordsoft.manager.user.email)
    assert "Maja Sandell" in mail.text


def test_it_goes_to_the_team_first_then_managers_then_admins_and_ends(nordsoft: Cast) -> None:
    TeamMember.objects.create(team=nordsoft.team, membership=nordsoft.colleague)
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    Ticket.objects.update(assignee=nordsoft.agent)
    raise_batch(now=WARNED, aside=Aside())
    for minute in range(5):
        refuse(nordsoft.agent, nordsoft.colleague, nordsoft.manager, nordsoft.admin)
        follow_batch(now=WARNED + timedelta(minutes=minute))
        mail_batch(now=WARNED + timedelta(minutes=minute), failed=set())
    assert told() == [nordsoft.agent, nordsoft.colleague, nordsoft.manager, nordsoft.admin]
    assert [hop["to"] for hop in hops(ticket)] == [["Oskar Nyström"], ["Henrik Lund"], ["Astrid Vik"], []]


def test_nobody_is_told_twice_of_the_same_step(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=DUE, aside=Aside())
    assert told("breach") == [nordsoft.agent, nordsoft.manager]
    refuse(nordsoft.agent)
    follow_batch(now=DUE)
    assert told("breach") == [nordsoft.agent, nordsoft.manager, nordsoft.admin]


def test_two_that_fail_at_once_go_to_two_people_in_one_event(nordsoft: Cast) -> None:
    TeamMember.objects.create(team=nordsoft.team, membership=nordsoft.colleague)
    ticket = warned(nordsoft)
    refuse(nordsoft.agent, nordsoft.colleague)
    follow_batch(now=WARNED)
    assert told() == [nordsoft.agent, nordsoft.colleague, nordsoft.manager, nordsoft.admin]
    (hop,) = hops(ticket)
    assert (hop["names"], hop["to"]) == (["Maja Sandell", "Oskar Nyström"], ["Henrik Lund", "Astrid Vik"])


def test_following_again_does_nothing_more(nordsoft: Cast) -> None:
    ticket = warned(nordsoft)
    refuse(nordsoft.agent)
    for _ in range(3):
        follow_batch(now=WARNED)
    assert (len(hops(ticket)), len(told())) == (1, 2)


def test_a_mail_that_waits_is_late_after_five_minutes(nordsoft: Cast) -> None:
    warned(nordsoft)
    OutboxMessage.objects.update(last_error="451 Try again later")
    follow_batch(now=LATE - timedelta(seconds=1))
    assert told() == [nordsoft.agent]
    follow_batch(now=LATE)
    failed = Alert.objects.get(receiver=nordsoft.agent)
    assert (failed.failed_by, failed.failure) == ("late", "451 Try again later")
    assert told() == [nordsoft.agent, nordsoft.manager]


def test_a_late_mail_that_gets_out_after_all_is_no_failure_any_more(nordsoft: Cast) -> None:
    warned(nordsoft)
    follow_batch(now=LATE)
    assert Alert.objects.filter(NOT_ARRIVED).count() == 1
    OutboxMessage.objects.update(state="sent")
    follow_batch(now=WARNED)
    assert not Alert.objects.filter(NOT_ARRIVED).exists()


def test_a_late_mail_that_is_refused_later_goes_on_once(nordsoft: Cast) -> None:
    ticket = warned(nordsoft)
    follow_batch(now=LATE)
    refuse(nordsoft.agent)
    follow_batch(now=WARNED)
    assert Alert.objects.get(receiver=nordsoft.agent).failed_by == "refused"
    assert (len(hops(ticket)), len(told())) == (1, 2)


def test_a_mail_that_was_given_up_has_failed(nordsoft: Cast) -> None:
    warned(nordsoft)
    OutboxMessage.objects.update(state="discarded", last_error=ANSWER)
    follow_batch(now=WARNED)
    assert told() == [nordsoft.agent, nordsoft.manager]


def test_a_refused_mail_sent_again_by_hand_has_arrived(nordsoft: Cast) -> None:
    warned(nordsoft)
    refuse(nordsoft.agent)
    follow_batch(now=WARNED)
    assert send_again(ids=None, kind="email", actor=nordsoft.admin, now=WARNED) == 1
    follow_batch(now=WARNED)
    assert Alert.objects.filter(NOT_ARRIVED).count() == 1
    OutboxMessage.objects.update(state="sent")
    follow_batch(now=WARNED)
    assert not Alert.objects.filter(NOT_ARRIVED).exists()


def test_a_mail_that_is_out_is_settled_and_asked_about_no_more(nordsoft: Cast) -> None:
    warned(nordsoft)
    OutboxMessage.objects.update(state="sent")
    follow_batch(now=WARNED)
    assert Alert.objects.get().out_at == WARNED
    refuse(nordsoft.agent)
    follow_batch(now=WARNED)
    assert told() == [nordsoft.agent]


def test_a_digest_that_fails_counts_for_each_alert_in_it(nordsoft: Cast) -> None:
    tickets = [make_ticket(nordsoft, severity="high", team=nordsoft.team) for _ in range(4)]
    raise_batch(now=WARNED, aside=Aside())
    assert OutboxMessage.objects.get().dedupe_key.startswith("sla-digest:")
    refuse(nordsoft.agent)
    follow_batch(now=WARNED)
    assert [len(hops(ticket)) for ticket in tickets] == [1] * 4
    mail_batch(now=WARNED, failed=set())
    digest = OutboxMessage.objects.get(recipient=nordsoft.manager.user.email)
    assert digest.subject.startswith("4 ")


def test_what_was_read_on_the_desk_does_not_go_on(nordsoft: Cast) -> None:
    ticket = warned(nordsoft)
    mark_alerts_read(actor=nordsoft.agent, now=WARNED)
    refuse(nordsoft.agent)
    follow_batch(now=WARNED)
    assert Alert.objects.get().failed_by == "refused"
    assert hops(ticket) == []


def test_what_is_settled_meanwhile_does_not_go_on(nordsoft: Cast) -> None:
    ticket = warned(nordsoft)
    resolve(ticket=ticket, actor=nordsoft.colleague, solution="Restart it.", now=WARNED)
    refuse(nordsoft.agent)
    follow_batch(now=WARNED)
    assert hops(ticket) == []


def test_a_bounce_that_comes_in_later_fails_the_alert_and_goes_on(nordsoft: Cast) -> None:
    ticket = warned(nordsoft)
    OutboxMessage.objects.update(state="sent")
    follow_batch(now=WARNED)
    mail = OutboxMessage.objects.get()
    later = WARNED + timedelta(minutes=3)
    assert mail_bounced(message_id=mail.message_id, reason="Mailbox full", now=later) == 1
    assert mail_bounced(message_id=mail.message_id, reason="Mailbox full", now=later) == 0
    assert Alert.objects.get(NOT_ARRIVED).failed_by == "bounced"
    assert [hop["reason"] for hop in hops(ticket)] == ["Mailbox full"]
    assert told() == [nordsoft.agent, nordsoft.manager]


def test_a_bounce_of_some_other_mail_is_nothing(nordsoft: Cast) -> None:
    warned(nordsoft)
    Alert.objects.update(message_id="")
    assert mail_bounced(message_id="", reason="?", now=WARNED) == 0
    assert mail_bounced(message_id="<other@nordsoft.example>", reason="?", now=WARNED) == 0


def test_a_long_answer_is_cut_and_kept_on_one_line(nordsoft: Cast) -> None:
    warned(nordsoft)
    refuse(nordsoft.agent, answer="550 no\r\n" * 100)
    follow_batch(now=WARNED)
    failed = Alert.objects.get(receiver=nordsoft.agent)
    assert len(failed.failure) == 300
    assert "\n" not in failed.failure


def test_a_manager_takes_note(nordsoft: Cast) -> None:
    warned(nordsoft)
    refuse(nordsoft.agent)
    follow_batch(now=WARNED)
    keys = list(Alert.objects.values_list("pk", flat=True))
    assert note_failures(actor=nordsoft.manager, now=WARNED, keys=keys) == 1
    assert note_failures(actor=nordsoft.manager, now=WARNED, keys=keys) == 0
    with pytest.raises(PermissionError):
        note_failures(actor=nordsoft.agent, now=WARNED, keys=keys)


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_the_round_hands_on_and_mails_in_every_tenant(nordsoft: Cast, lonhuset: Cast) -> None:
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk), transaction.atomic():
            warned(cast)
            refuse(cast.agent)
    mail_leftovers(now=datetime(2026, 3, 2, 10, tzinfo=UTC))
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk), transaction.atomic():
            assert OutboxMessage.objects.filter(recipient=cast.manager.user.email).count() == 1


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_two_workers_at_once_hand_an_alert_on_once(nordsoft: Cast) -> None:
    with tenant_context(nordsoft.tenant.pk), transaction.atomic():
        ticket = warned(nordsoft)
        refuse(nordsoft.agent)
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"SET LOCAL app.tenant_id = '{nordsoft.tenant.pk}'")
            cursor.execute("SELECT id FROM tickets_alert FOR UPDATE")
            mail_leftovers(now=WARNED)  # passes over what the other worker holds, and does not wait
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    with tenant_context(nordsoft.tenant.pk), transaction.atomic():
        assert told() == [nordsoft.agent]
    for _ in range(2):
        mail_leftovers(now=WARNED)
    with tenant_context(nordsoft.tenant.pk), transaction.atomic():
        assert told() == [nordsoft.agent, nordsoft.manager]
        assert len(hops(ticket)) == 1
