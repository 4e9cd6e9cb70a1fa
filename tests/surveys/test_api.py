"""NPS for programs."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from surveys.models import Answer, Invitation
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem

NOW = datetime(2026, 5, 20, 10, tzinfo=UTC)


def _asked(cast: Cast, sent_at: datetime, scores: list[int | None]) -> None:
    for score in scores:
        invitation = Invitation.objects.create(
            ticket=make_ticket(cast),
            contact=cast.karin,
            resolved_at=sent_at,
            send_at=sent_at,
            sent_at=sent_at,
            state=Invitation.State.SENT,
        )
        if score is not None:
            Answer.objects.create(invitation=invitation, score=score, answered_at=sent_at)


def _month(body: dict[str, Any], part: str, month: str) -> dict[str, Any]:
    (found,) = [figures for figures in body[part] if figures["month"] == month]
    return dict(found)


def test_the_figures_of_each_month_with_their_interval(nordsoft: Cast) -> None:
    _asked(nordsoft, datetime(2026, 3, 10, tzinfo=UTC), [10, 9, 7, 2, None])
    _asked(nordsoft, datetime(2026, 5, 10, tzinfo=UTC), [10])
    with time_machine.travel(NOW, tick=False):
        body = Caller(nordsoft.manager).get("nps/").json()
    assert [figures["month"] for figures in body["months"]] == [
        f"{year}-{month:02}-01"
        for year, month in [*((2025, m) for m in range(6, 13)), *((2026, m) for m in range(1, 6))]
    ]
    march = _month(body, "months", "2026-03-01")
    assert [march[name] for name in ("n", "sent", "promoters", "passives", "detractors")] == [4, 5, 2, 1, 1]
    assert (march["score"], march["response_rate"]) == (25.0, 0.8)
    # n+3 = 7, p = 2.75/7, d = 1.75/7: 14.29 ± 1.96·√(0.6429 − 0.0204)/√7
    assert march["low"] == pytest.approx(-44.16, abs=0.02)
    assert march["high"] == pytest.approx(72.73, abs=0.02)
    april = _month(body, "months", "2026-04-01")
    assert [april[name] for name in ("n", "sent", "score", "low", "high", "response_rate")] == [0, 0, *[None] * 4]
    year = _month(body, "rolling_12", "2026-05-01")
    assert [year[name] for name in ("n", "sent", "score")] == [5, 6, 40.0]


def test_the_months_can_be_named(nordsoft: Cast) -> None:
    manager = Caller(nordsoft.manager)
    body = manager.get("nps/?first=2025-11&last=2026-01").json()
    assert [figures["month"] for figures in body["months"]] == ["2025-11-01", "2025-12-01", "2026-01-01"]
    assert len(body["rolling_12"]) == 3
    for query in (
        "first=2026-02&last=2026-01",
        "first=2020-01&last=2026-01",
        "first=2026-02-01",
        "last=0001-01",
        "x=1",
    ):
        assert_problem(manager.get(f"nps/?{query}"), 400, "invalid")


def test_managers_alone_see_them(nordsoft: Cast) -> None:
    for role in ("customer", "agent", "consultant"):
        assert_problem(Caller(nordsoft.member(role)).get("nps/"), 404, "not_found")
    assert Caller(nordsoft.admin).get("nps/").status_code == 200


def test_it_is_on_budget(nordsoft: Cast) -> None:
    assert Caller(nordsoft.manager).queries("nps/") <= 8
