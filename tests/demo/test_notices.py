"""The demo's terms, notices and newsletter."""

from datetime import datetime, timedelta

import pytest

from contracts.general_terms.selectors import editions
from contracts.models import Newsletter, Notice, NoticeSubscription
from contracts.notices.selectors import PLANNED, state_of
from contracts.selectors import local_day
from demo.general_terms import publish_both
from demo.notices import tell_news
from demo.tenants import VENDORS, Cast
from tests.cast import Cast as House
from tests.demo.conftest import NIGHT, WORKING


@pytest.mark.parametrize("now", [WORKING, NIGHT])
def test_each_kind_two_terms_and_a_newsletter(nordsoft: House, now: datetime) -> None:
    cast = Cast(VENDORS[0], nordsoft.tenant, agents=[nordsoft.agent], managers=[nordsoft.manager])
    cast.contacts, cast.products = [nordsoft.karin], {"Nord Ekonomi": nordsoft.product}
    publish_both(cast, now=now)
    tell_news(cast, now=now)
    today = local_day(nordsoft.tenant, now)
    coming, present = editions()
    assert present.is_in_force(today)
    assert coming.starts_on > today + timedelta(days=30)
    kinds = list(Notice.objects.filter(status="published").values_list("kind", flat=True))
    assert sorted(kinds) == ["date"] * 6 + ["law", "operation", "release"]
    assert all(day >= today for day in Notice.objects.filter(kind="date").values_list("on_day", flat=True))
    assert state_of(Notice.objects.get(kind="operation"), now) == PLANNED
    assert NoticeSubscription.objects.filter(contact=nordsoft.karin).count() == 5
    issue = Newsletter.objects.get()
    assert (issue.status, issue.sent_by) == ("sent", nordsoft.agent)
    assert issue.items.count() > 3
