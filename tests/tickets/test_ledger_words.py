"""Every reason of the engine has words."""

import pytest
from django.utils import translation

from sla.engine import Reason
from sla.engine.reasons import CODES
from tickets.ledger_words import reason_text


@pytest.mark.parametrize("code", CODES)
def test_every_reason_has_words(code: str) -> None:
    with translation.override("en"):
        assert reason_text(Reason(code, "Påskdagen"))
        assert reason_text(Reason(code))


def test_the_words() -> None:
    with translation.override("en"):
        assert reason_text(Reason("short_day", "Första maj")) == "Day before Första maj"
        assert reason_text(Reason("paused", "waiting_customer")) == "Paused: waiting for the customer"
        assert reason_text(Reason("holiday", "Första maj")) == "Första maj"
        with pytest.raises(ValueError, match="no words"):
            reason_text(Reason("unheard_of"))
