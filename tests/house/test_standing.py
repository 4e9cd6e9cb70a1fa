"""The people of the tests: whoever names them finds them as they were written, whatever the test before has done."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Tenant
from tests.cast import write_cast
from tests.standing import MOST_SECONDS, Standing

MARKER, COMMITS = SimpleNamespace(kwargs={}), SimpleNamespace(kwargs={"transaction": True})


def stand(standing: Standing, *names: str, marker: Any = MARKER) -> list[str]:
    item: Any = SimpleNamespace(fixturenames=names, get_closest_marker=lambda _name: marker)
    standing.prepare(item)
    return list(Tenant.objects.order_by("slug").values_list("slug", flat=True))


@pytest.mark.django_db(transaction=True)
def test_those_stand_whom_the_test_names() -> None:
    standing = Standing(write_cast)
    assert stand(standing, "nordsoft") == ["nordsoft"]
    people = standing.copy_of("nordsoft")
    people.tenant.name = "Another"
    assert standing.copy_of("nordsoft").tenant.name == "Nordsoft"
    assert stand(standing, "nordsoft", "lonhuset") == ["lonhuset", "nordsoft"]
    assert stand(standing, "lonhuset") == ["lonhuset"]
    assert standing.copy_of("nordsoft") is None
    with standing.block():
        assert stand(standing, "nordsoft") == []
    assert stand(standing, "nordsoft") == ["nordsoft"]
    assert stand(standing, "nordsoft", marker=COMMITS) == []
    assert stand(standing, "nordsoft") == ["nordsoft"]
    assert stand(standing, "nordsoft", "live_server") == []
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_the_databases_now_is_not_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    def now() -> datetime:
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            began: datetime = cursor.fetchone()[0]
            return began

    seconds = 100.0
    monkeypatch.setattr("tests.standing.monotonic", lambda: seconds)
    standing = Standing(write_cast)
    stand(standing, "nordsoft")
    first = now()
    stand(standing, "nordsoft")
    assert now() == first
    seconds += MOST_SECONDS
    stand(standing, "nordsoft")
    assert now() > first
    stand(standing)


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_harms_no_other_test() -> None:
    standing = Standing(write_cast)
    stand(standing, "nordsoft")
    with transaction.atomic():
        connection.close()
        transaction.set_rollback(True)
    assert stand(standing, "nordsoft") == ["nordsoft"]
    assert stand(standing) == []
