"""manage.py rebuild_rollups: counts anew, and proves that what is kept equals the rows."""

from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from structlog.testing import capture_logs

from accounts.tenancy.context import require_tenant_id, tenant_context
from reports.models import CountedMonth, Rollup
from reports.rollups import keeping
from reports.tasks import roll_up
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket


def test_what_was_kept_wrong_is_named_and_rebuilt(nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=MONDAY)
    with time_machine.travel(MONDAY, tick=False):
        call_command("rebuild_rollups", "--tenant", "nordsoft", stdout=StringIO())
        call_command("rebuild_rollups", "--check", stdout=(said := StringIO()))
        assert said.getvalue() == "Every figure that is kept equals the rows.\n"
        Rollup.objects.filter(area="flow", dimension="team").update(counts=[9] * 8)
        with pytest.raises(CommandError, match="1 figures differ"):
            call_command("rebuild_rollups", "--check", stderr=(named := StringIO()))
        assert named.getvalue() == "nordsoft flow 2026-03 team\n"
        call_command("rebuild_rollups", stdout=(done := StringIO()))
        call_command("rebuild_rollups", "--check", stdout=StringIO())
    assert done.getvalue() == "3 months counted.\n"


def test_a_tenant_that_is_not_there(nordsoft: Cast) -> None:
    with pytest.raises(CommandError, match="no tenant “nobody”"):
        call_command("rebuild_rollups", "--tenant", "nobody")


def test_the_task_counts_for_every_tenant(nordsoft: Cast, lonhuset: Cast) -> None:
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk):
            make_ticket(cast, now=MONDAY)
    with time_machine.travel(MONDAY, tick=False):
        roll_up()
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk):
            assert CountedMonth.objects.count() == 3


def test_one_tenants_fault_is_not_the_others(nordsoft: Cast, lonhuset: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk):
            make_ticket(cast, now=MONDAY)
    first, count = min(nordsoft.tenant.pk, lonhuset.tenant.pk), keeping.roll_up

    def fails(*, now: datetime) -> int:
        if require_tenant_id() == first:
            raise ValueError("a zone that is none")
        return count(now=now)

    monkeypatch.setattr(keeping, "roll_up", fails)
    with time_machine.travel(MONDAY, tick=False), capture_logs() as said:
        roll_up()
    assert [(line["event"], line["tenant"]) for line in said] == [("reports.tenant_failed", first)]
    with tenant_context(max(nordsoft.tenant.pk, lonhuset.tenant.pk)):
        assert CountedMonth.objects.count() == 3
