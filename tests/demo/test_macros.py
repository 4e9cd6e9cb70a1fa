"""The demo's macros."""

import pytest

from demo.macros import make_macros
from demo.tenants import VENDORS, Cast
from tests.cast import MONDAY
from tests.cast import Cast as House
from tests.factories import make_ticket
from tickets.models import Macro
from tickets.selectors.macros import ticket_macros


@pytest.mark.parametrize("vendor", VENDORS)
def test_three_that_read_well_on_a_ticket(nordsoft: House, vendor: object) -> None:
    cast = Cast(vendor, nordsoft.tenant, agents=[nordsoft.agent], managers=[nordsoft.manager], teams=[nordsoft.team])  # type: ignore[arg-type]
    make_macros(cast)
    assert Macro.objects.count() == 3
    rows = ticket_macros(make_ticket(nordsoft), member=nordsoft.agent, now=MONDAY)
    assert all(row.text.startswith("Hej Karin,\n") and "{{" not in row.text and row.changes for row in rows)
    assert len(rows) == 3
