"""A detractor's call from the ticket to its closing, in a real browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.tenancy.context import tenant_context
from surveys.models import FollowUp, Invitation
from surveys.services.answering import answer_survey
from tests.cast import make_cast
from tests.chromium import serious
from tests.factories import make_ticket
from tests.windows import complaints_of, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


def test_a_detractor_is_followed_to_a_closed_call(browser: Browser, live_server: Any) -> None:
    cast = make_cast("nordsoft")
    now = timezone.now()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        invitation = Invitation.objects.create(
            ticket=make_ticket(cast, now=now),
            contact=cast.karin,
            resolved_at=now,
            send_at=now,
            sent_at=now,
            state=Invitation.State.SENT,
            expires_at=now + timedelta(days=30),
        )
        for words in ("Väntetiden var lång", "Lång väntetid"):
            answer_survey(invitation=invitation, score=2, reason=words, improvement="Ring", now=now)
    page = window_of(browser, cast.manager.user, live_server.url).new_page()
    complaints = complaints_of(page)
    page.goto("/nordsoft/desk/tickets/1001/")
    said = page.get_by_role("region", name="Customer satisfaction")
    said.scroll_into_view_if_needed()
    said.get_by_role("link", name="Follow-up").click()
    assert serious(page) == []
    page.get_by_role("button", name="Take the call").click()
    page.get_by_label("Outcome").select_option("explained")
    page.get_by_label("What came of the call").fill("We have found the cause.")
    page.get_by_label("Mail to the customer").fill("Thank you for your time.")
    page.get_by_role("button", name="The call is made").click()
    expect(page.get_by_text("No call is waiting")).to_be_visible()
    page.goto("/nordsoft/survey/comments/?q=väntetid")
    expect(page.get_by_text("Lång väntetid")).to_be_visible()
    assert complaints == []
    with tenant_context(cast.tenant.pk), transaction.atomic():
        call = FollowUp.objects.get()
        assert (call.state, call.owner) == ("done", cast.manager)
        assert call.notes.filter(kind="written").exists()
