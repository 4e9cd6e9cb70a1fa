"""What Celery runs asks the database's clock, not the machine's."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Alert
from tickets.services.alerts import sweep
from tickets.tasks import sweep_clocks

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


def test_a_worker_whose_clock_is_ahead_tells_nobody_early(nordsoft: Cast) -> None:
    now = datetime.now(UTC)
    make_ticket(nordsoft, severity="high", now=now)
    with time_machine.travel(now + timedelta(days=30)):
        sweep_clocks()
    with transaction.atomic():
        assert not Alert.objects.exists()
    sweep(now=now + timedelta(days=30))
    with transaction.atomic():
        assert Alert.objects.filter(step="breach").exists()
