"""manage.py outbox_rate."""

import pytest
from django.core.management import CommandError, call_command

from outbox.models import OutboxRate
from tests.cast import Cast


def rates() -> list[int]:
    return list(OutboxRate.objects.values_list("per_minute", flat=True))


def test_a_rate_is_given_changed_and_taken_away(nordsoft: Cast) -> None:
    for rate in (100, 0):
        call_command("outbox_rate", "nordsoft", per_minute=rate)
        assert rates() == [rate]
    call_command("outbox_rate", "nordsoft", "--default")
    assert rates() == []


@pytest.mark.parametrize("given", [["nobody", "--per-minute=5"], ["nordsoft", "--per-minute=-1"], ["nordsoft"]])
def test_what_makes_no_sense_is_refused(nordsoft: Cast, given: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("outbox_rate", *given)
    assert rates() == []
