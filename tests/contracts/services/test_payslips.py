"""Payslip counts: entered, corrected with history, refused where the month is closed."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import BillingMonth, PayslipCount
from contracts.services.payslips import Counted, enter_all, enter_payslips
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.prices import FEBRUARY, MARCH, count_payslips


def refused(cast: Cast, **more: Any) -> ValidationError:
    values: dict[str, Any] = {"customer": cast.customer, "month": FEBRUARY, "count": 1, "source": "api"}
    with pytest.raises(ValidationError) as error:
        enter_payslips(**values | more, actor=cast.manager, now=MONDAY)
    return error.value


def test_a_correction_keeps_what_stood_there(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 350)
    count_payslips(nordsoft, 351)
    kept = PayslipCount.objects.order_by("pk").values_list("count", "replaced_at", "entered_by", "source")
    assert list(kept) == [
        (350, MONDAY, nordsoft.manager.pk, "page"),
        (351, None, nordsoft.manager.pk, "page"),
    ]


def test_the_same_number_again_is_no_correction(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 350)
    count_payslips(nordsoft, 350)
    assert PayslipCount.objects.count() == 1


def test_payslips_of_a_month_charged_in_a_closed_one_are_refused(nordsoft: Cast) -> None:
    BillingMonth.objects.create(month=MARCH, is_closed=True)
    assert refused(nordsoft).code == "status"
    assert "2026-03" in refused(nordsoft).messages[0]
    # January's are charged in February, which is open.
    count_payslips(nordsoft, 1, month=date(2026, 1, 1))
    assert PayslipCount.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("count", {"count": -1}),
        ("count", {"count": 1_000_001}),
        ("month", {"month": date(2026, 4, 1)}),
        ("month", {"month": date(2026, 2, 2)}),
        ("month", {"month": date(1999, 12, 1)}),
    ],
)
def test_what_cannot_be_is_said_at_its_field(nordsoft: Cast, field: str, more: dict[str, Any]) -> None:
    assert list(refused(nordsoft, **more).message_dict) == [field]
    assert not BillingMonth.objects.exists()


def test_many_are_entered_and_the_rest_is_kept_when_one_is_refused(nordsoft: Cast) -> None:
    count_payslips(nordsoft, 7)
    good, same = Counted(nordsoft.stranger, FEBRUARY, 5), Counted(nordsoft.customer, FEBRUARY, 7)
    bad = Counted(nordsoft.customer, MARCH, -1)
    with Budget(6):
        entered = enter_all(counts=[good, same, bad], source="csv", actor=nordsoft.manager, now=MONDAY)
    assert (entered.kept, entered.same, [counted for counted, _reason in entered.refused]) == ([good], [same], [bad])
    assert PayslipCount.objects.get(customer=nordsoft.stranger).source == "csv"


def test_only_managers_enter_them(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        enter_payslips(
            customer=nordsoft.customer, month=FEBRUARY, count=1, source="api", actor=nordsoft.agent, now=MONDAY
        )
