"""Rounds of all tenants: one's trouble is not the others'."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.tenancy.context import tenant_context
from sla.models import Policy
from surveys import emails
from surveys.models import Invitation
from surveys.services.planning import plan_all, plan_invitations
from surveys.services.reminding import remind_all
from surveys.services.sending import send_all
from tests.cast import MONDAY, Cast
from tests.surveys.test_invitations import solved
from tests.surveys.test_reminders import REMINDED, SENT
from tests.surveys.test_sampling import choose


def test_a_tenant_without_hours_does_not_keep_the_others_from_asking(nordsoft: Cast, lonhuset: Cast) -> None:
    first, last = sorted((nordsoft, lonhuset), key=lambda cast: cast.tenant.pk)
    for cast in (first, last):
        with tenant_context(cast.tenant.pk):
            solved(cast)
    with tenant_context(first.tenant.pk):
        Policy.objects.update(is_default=False)
    plan_all(now=MONDAY)
    send_all(now=SENT)
    with tenant_context(last.tenant.pk):
        assert Invitation.objects.get().state == "sent"


@pytest.mark.parametrize("what", ["invite", "remind"])
def test_one_that_cannot_be_written_does_not_keep_the_others_waiting(
    nordsoft: Cast, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    choose(nordsoft, has_reminder=True)
    solved(nordsoft)
    solved(nordsoft, contact=nordsoft.lars)
    plan_invitations(now=MONDAY)
    works: Callable[..., Any] = getattr(emails, what)
    asked: list[int] = []

    def breaks(invitation: Invitation, *args: object, **options: object) -> object:
        asked.append(invitation.pk)
        if len(asked) == 1:
            raise ValueError("no such word")
        return works(invitation, *args, **options)

    monkeypatch.setattr(emails, what, breaks)
    sending, reminding = (SENT, SENT + timedelta(minutes=1)), (REMINDED, REMINDED + timedelta(minutes=1))
    for now in (*sending, *reminding):
        send_all(now=now)
        remind_all(now=now)
    first, second = Invitation.objects.order_by("pk")
    assert asked == [first.pk, second.pk, first.pk]
    assert (first.sent_at, second.sent_at) == (sending[what == "invite"], SENT)
    assert (first.reminded_at, second.reminded_at) == (reminding[what == "remind"], REMINDED)
