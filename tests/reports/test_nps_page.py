"""The satisfaction page and its files, counted once more in plain Python."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from reports.selectors.nps_asked import funnel, scores
from reports.selectors.nps_calls import open_calls
from reports.selectors.nps_months import change_to, nps_months
from reports.selectors.nps_words import verdict
from sla.hours import support_calendar
from sla.selectors import support_hours
from surveys.models import Answer, FollowUp, Invitation
from surveys.nps import Tally
from surveys.selectors import MonthFigures
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import BUDGET, NOW, questions

PAGE = "/nordsoft/dashboards/nps/"
ZONE = ZoneInfo("Europe/Stockholm")
MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)
State, Reason = Invitation.State, Invitation.Reason
Row = tuple[datetime, str, str, int | None]


@pytest.fixture
def asked(nordsoft: Cast) -> list[Row]:
    """Ask all through a year, from dice that always fall the same: when, what became of it, why not, the score."""
    dice = Random(11)  # noqa: S311 - the same surveys each time
    ticket, hours = make_ticket(nordsoft), support_hours()
    rows: list[Row] = []
    for step in range(300):
        at = NOW - timedelta(days=330) + timedelta(minutes=step * 1580)
        reason = dice.choice([*[""] * 12, *Reason.values])
        score = dice.choice([None, 10, 9, 8, 5]) if not reason else None
        invitation = Invitation.objects.create(
            ticket=ticket,
            contact=ticket.contact,
            resolved_at=at - timedelta(days=1),
            send_at=at,
            sent_at=None if reason else at,
            state=State.NOT_SENT if reason else State.SENT,
            reason=reason,
        )
        if score is not None:
            words = f"Because of {step}" if step % 3 else ""
            answer = Answer.objects.create(invitation=invitation, score=score, reason=words, answered_at=at)
            if score <= 6 and at > NOW - timedelta(days=60):
                FollowUp.objects.create(answer=answer, due_at=hours.due_business_days(at, 2))
        rows.append((at, invitation.state, reason, score))
    return rows


def of(rows: list[Row], month: date) -> list[Row]:
    return [row for row in rows if row[0].astimezone(ZONE).date().replace(day=1) == month]


def read(client: Client, table: str) -> list[list[str]]:
    answer = client.get(f"{PAGE}{table}.csv?month=2026-05")
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_the_funnel_counts_each_step_and_each_reason(asked: list[Row]) -> None:
    rows, found = of(asked, MAY), funnel(MAY, ZONE)
    assert found.solved == len(rows) > 15
    assert found.sent == sum(state == State.SENT for _at, state, _reason, _score in rows)
    assert found.answered == sum(score is not None for *_rest, score in rows)
    hindered = [
        reason
        for _at, _state, reason, _score in rows
        if reason and reason not in (Reason.RECENT, Reason.JULY, Reason.SAMPLED)
    ]
    assert found.eligible == len(rows) - len(hindered)
    assert found.reasons == {reason: sum(row[2] == reason for row in rows) for reason in found.reasons}
    assert found.sent + found.planned + found.not_sent == found.solved


def test_scores_and_months_are_of_the_same_people(asked: list[Row]) -> None:
    given = [score for *_rest, score in of(asked, MAY) if score is not None]
    assert scores(MAY, ZONE).counts == [given.count(score) for score in range(11)]
    months = nps_months(MAY, ZONE)
    this = months.of(MAY)
    assert (this.answers, this.sent) == (len(given), funnel(MAY, ZONE).sent)
    promoters, detractors = sum(score >= 9 for score in given), sum(score <= 6 for score in given)
    assert this.score == pytest.approx(100 * (promoters - detractors) / len(given))
    whole = [score for month in months.months for *_rest, score in of(asked, month) if score is not None]
    assert len(months.months) == 12
    assert months.rolling(MAY).answers == len(whole)
    assert months.rolling(months.months[0]).answers == months.of(months.months[0]).answers


def test_the_page_shows_what_was_counted(manager: Client, asked: list[Row]) -> None:
    answer = manager.get(f"{PAGE}?month=2026-05")
    page, this = answer.context["page"], nps_months(MAY, ZONE).of(MAY)
    assert this.score is not None
    by_month, by_score, rolling = (chart.data for chart in page.charts)
    assert by_month["points"][-1]["value"] == round(this.score)
    assert by_month["points"][-1]["n"] == sum(by_score["counts"]) == this.answers
    assert by_month["points"][-1]["low"] == round(this.interval.low)
    assert len(by_month["months"]) == len(rolling["values"]) == 12
    assert [group["count"] for group in by_score["groups"]] == [
        this.tally.detractors,
        this.tally.passives,
        this.tally.promoters,
    ]
    assert (
        page.comment_count
        == Answer.objects.filter(invitation__sent_at__gte=datetime(2026, 4, 30, 22, tzinfo=UTC))
        .exclude(reason="")
        .count()
    )
    assert len(page.comments) == min(6, page.comment_count)
    assert [step.count for step in page.steps][2] == str(this.sent)
    assert len(page.calls) == FollowUp.objects.count() > 0
    assert page.calls[0].url in answer.content.decode()


def test_an_open_call_has_a_clock(nordsoft: Cast, asked: list[Row]) -> None:
    call = open_calls(calendar=support_calendar(), now=NOW, zone=ZONE)[0]
    due = call.task.due_at
    assert open_calls(calendar=support_calendar(), now=due + timedelta(seconds=1), zone=ZONE)[0].clock.state == "over"
    assert open_calls(calendar=support_calendar(), now=due, zone=ZONE)[0].clock.state == "risk"
    early = call.task.answer.answered_at
    assert open_calls(calendar=support_calendar(), now=early, zone=ZONE)[0].clock.state == "ok"
    FollowUp.objects.update(state=FollowUp.State.DONE)
    assert open_calls(calendar=support_calendar(), now=NOW, zone=ZONE) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (Tally(30, 10, 18), Tally(37, 17, 7), "No certain change."),
        (Tally(10, 10, 40), Tally(50, 7, 3), "A real change."),
        (Tally(50, 7, 3), Tally(10, 10, 40), "A real change."),
        (Tally(3, 0, 0), Tally(3, 0, 0), "No certain change."),
    ],
)
def test_the_verdict_is_in_words(before: Tally, after: Tally, says: str) -> None:
    this = MonthFigures(MAY, 100, after)
    assert says in verdict(this, change_to(this, MonthFigures(APRIL, 100, before)))


def test_a_month_is_compared_with_the_latest_that_has_answers(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for at in (datetime(2026, 3, 10, 9, tzinfo=UTC), datetime(2026, 5, 12, 9, tzinfo=UTC)):
        sent = Invitation.objects.create(ticket=ticket, resolved_at=at, send_at=at, sent_at=at, state=State.SENT)
        Answer.objects.create(invitation=sent, score=9, answered_at=at)
    months = nps_months(MAY, ZONE)
    before = months.before(MAY)
    assert before is not None
    assert before.month == date(2026, 3, 1)
    assert months.before(date(2026, 3, 1)) is None


def test_without_surveys_it_says_so(manager: Client) -> None:
    answer = manager.get(PAGE)
    assert f"{answer.context['month']:%Y-%m}" == "2026-05"
    assert answer.context["page"].figures[0].value == "–"
    assert answer.content.decode().count('class="blank"') == 2


@pytest.mark.usefixtures("asked")
def test_the_files_hold_the_whole(manager: Client) -> None:
    this = nps_months(MAY, ZONE).of(MAY)
    row = read(manager, "months")[-1]
    assert row[:6] == [
        "2026-05",
        *map(str, [this.sent, this.answers, this.tally.promoters, this.tally.passives, this.tally.detractors]),
    ]
    assert len(read(manager, "rolling")) == 13
    assert sum(int(row[1]) for row in read(manager, "scores")[1:]) == this.answers
    assert read(manager, "asked")[3][1] == str(this.sent)
    assert len(read(manager, "comments")) == 1 + manager.get(f"{PAGE}?list=all").context["page"].comment_count
    assert len(read(manager, "follow-ups")) == 1 + FollowUp.objects.count()
    assert manager.get(f"{PAGE}nothing.csv").status_code == 404


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("query", "month"), [("", "2026-05"), ("month=2030-01", "2026-05"), ("month=2020-01", "2025-06")]
)
def test_the_nearest_month_stands_in(manager: Client, query: str, month: str) -> None:
    assert f"{manager.get(f'{PAGE}?{query}').context['month']:%Y-%m}" == month


@pytest.mark.parametrize("query", ["month=may", "month=2026-00", "list=most"])
def test_bad_questions_are_not_found(manager: Client, query: str) -> None:
    assert manager.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.usefixtures("asked")
def test_it_asks_little(manager: Client) -> None:
    assert questions(manager, f"{PAGE}?list=all") <= BUDGET
