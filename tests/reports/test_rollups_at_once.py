"""Months are counted while others write: what the count has not seen stays noted as changed. Two real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, transaction

from accounts.tenancy.context import tenant_context
from reports.door import figures_for
from reports.figures import Period, TicketFlow
from reports.models import ChangedMonth
from reports.raw import counting
from reports.raw.facts import FACTS
from reports.rollups import keeping
from tests.cast import MONDAY, Cast, make_cast
from tests.factories import make_ticket
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
MARCH = Period(date(2026, 3, 1), date(2026, 3, 1), ZoneInfo("Europe/Stockholm"))
NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
AREA = "flow"


@pytest.fixture
def cast() -> Cast:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        make_ticket(cast, now=MONDAY)
    return cast


def _elsewhere(cast: Cast, change: Callable[[], object]) -> None:
    """Change something on another connection, and commit."""

    def run() -> None:
        try:
            with tenant_context(cast.tenant.pk), transaction.atomic():
                change()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def _severities(cast: Cast) -> set[str]:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        cells = figures_for(TicketFlow, MARCH, now=NOW)
        return {key.severity for key, flow in cells if flow.opened}


def _marks(cast: Cast) -> int:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        return ChangedMonth.objects.filter(area=AREA).count()


def test_a_change_committed_while_months_are_counted_keeps_its_note(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = counting.values_of
    made: list[Any] = []

    def meanwhile(*args: Any) -> Any:
        """After the notes are gone, before the rows are read."""
        if not made:
            made.append(True)
            _elsewhere(cast, lambda: Ticket.objects.update(severity="high"))
        return count(*args)

    monkeypatch.setattr(keeping, "values_of", meanwhile)
    with tenant_context(cast.tenant.pk):
        keeping.count_months(FACTS[TicketFlow], [MARCH.first], now=NOW)
    assert _marks(cast) > 0
    assert _severities(cast) == {"high"}
    with tenant_context(cast.tenant.pk):
        keeping.roll_up(now=NOW)
    assert _marks(cast) == 0
    assert _severities(cast) == {"high"}


def test_a_change_that_is_not_committed_yet_keeps_its_note(cast: Cast) -> None:
    def count() -> None:
        keeping.count_months(FACTS[TicketFlow], [MARCH.first], now=NOW)

    with tenant_context(cast.tenant.pk), transaction.atomic():
        Ticket.objects.update(severity="high")
        _elsewhere(cast, count)  # sees neither the change nor its note
    assert _marks(cast) > 0
    assert _severities(cast) == {"high"}
