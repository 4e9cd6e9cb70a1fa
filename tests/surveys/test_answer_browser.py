"""The survey is answered on a phone whose browser runs no script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from sla.selectors import support_hours
from surveys.models import Answer
from tests.cast import make_cast
from tests.chromium import shut_out
from tests.surveys.test_invitations import ask, solved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]
PHONE: Any = {"width": 390, "height": 844}


def test_a_phone_without_script_answers_and_changes_the_answer(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = make_cast("nordsoft")
    monkeypatch.setattr("surveys.services.sending.JULY", 0)  # the test runs in July as well
    with tenant_context(cast.tenant.pk), transaction.atomic():
        cast.karin.language = "en"
        cast.karin.save()
        hours = support_hours()
        asked_at = hours.next_open(hours.due_after(timezone.now(), -3600))
        solved(cast, now=asked_at - timedelta(days=1))
        ask(asked_at)
        html = OutboxMessage.objects.get(dedupe_key__startswith="survey:").html
        found = re.search(r'href="https?://[^/"]+(/nordsoft/survey/[^"]+\?score=8)"', html)
        assert found
    window = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    phone = window.new_page()
    phone.goto(found[1])
    eight = phone.get_by_role("radio", name="8", exact=True)
    expect(eight).to_be_checked()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert Answer.objects.count() == 0
    phone.get_by_role("radio", name="10", exact=True).check()
    phone.get_by_label("What is the main reason for your score?").fill("Quick help")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_role("heading", name="Thank you for your answer")).to_be_visible()
    phone.get_by_role("link", name="Change the answer").click()
    expect(phone.get_by_role("radio", name="10", exact=True)).to_be_checked()
    phone.get_by_label("What should we do better?").fill("Nothing")
    phone.get_by_role("button", name="Send the changed answer").click()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        answer = Answer.objects.get()
        assert (answer.score, answer.reason, answer.improvement) == (10, "Quick help", "Nothing")
    with_script = browser.new_context(base_url=live_server.url).new_page()
    with_script.goto(found[1])
    assert shut_out(with_script) == []
