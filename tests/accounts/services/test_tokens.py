"""Tokens for programs."""

from datetime import timedelta

import pytest

from accounts.errors import NotAllowedError
from accounts.models import ApiToken
from accounts.services.tokens import authenticate_token, issue_token, revoke_token
from accounts.tenancy.context import tenant_context
from tests.cast import MONDAY, Cast


def test_only_the_hash_is_kept(nordsoft: Cast) -> None:
    token, raw = issue_token(actor=nordsoft.agent, name="Reports")
    assert raw not in str(ApiToken.objects.filter(pk=token.pk).values().get())
    assert raw.startswith(token.prefix)
    assert len(raw) > 40


def test_a_token_acts_as_its_member_at_its_tenant_alone(nordsoft: Cast, lonhuset: Cast) -> None:
    token, raw = issue_token(actor=nordsoft.agent, name="Reports")
    found = authenticate_token(raw, MONDAY)
    assert found == token
    assert found.membership == nordsoft.agent
    with tenant_context(lonhuset.tenant.pk):
        assert authenticate_token(raw, MONDAY) is None


@pytest.mark.parametrize("raw", ["", "sd_", "sd_wrong", "Bearer", "sd_\x00"])
def test_a_wrong_token_is_none(nordsoft: Cast, raw: str) -> None:
    issue_token(actor=nordsoft.agent, name="Reports")
    assert authenticate_token(raw, MONDAY) is None


def test_the_last_use_is_noted_once_a_minute(nordsoft: Cast) -> None:
    token, raw = issue_token(actor=nordsoft.agent, name="Reports")
    for seconds, noted in [(0, 0), (59, 0), (60, 60), (90, 60)]:
        authenticate_token(raw, MONDAY + timedelta(seconds=seconds))
        token.refresh_from_db()
        assert token.last_used_at == MONDAY + timedelta(seconds=noted)


def test_a_revoked_token_is_dead_and_keeps_its_first_date(nordsoft: Cast) -> None:
    token, raw = issue_token(actor=nordsoft.agent, name="Reports")
    revoke_token(token=token, actor=nordsoft.agent, now=MONDAY)
    revoke_token(token=token, actor=nordsoft.agent, now=MONDAY + timedelta(days=1))
    token.refresh_from_db()
    assert token.revoked_at == MONDAY
    assert authenticate_token(raw, MONDAY) is None


@pytest.mark.parametrize("level", ["membership", "user"])
def test_whoever_is_shut_out_has_no_token(nordsoft: Cast, level: str) -> None:
    _token, raw = issue_token(actor=nordsoft.agent, name="Reports")
    shut_out = nordsoft.agent if level == "membership" else nordsoft.agent.user
    shut_out.is_active = False
    shut_out.save()
    assert authenticate_token(raw, MONDAY) is None


def test_only_the_owner_revokes_a_personal_token(nordsoft: Cast) -> None:
    token, _raw = issue_token(actor=nordsoft.agent, name="Reports")
    with pytest.raises(NotAllowedError):
        revoke_token(token=token, actor=nordsoft.admin, now=MONDAY)


def test_the_tenants_tokens_are_the_admins(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        issue_token(actor=nordsoft.manager, name="Payroll", is_tenant_wide=True)
    token, raw = issue_token(actor=nordsoft.admin, name="Payroll", is_tenant_wide=True)
    with pytest.raises(NotAllowedError):
        revoke_token(token=token, actor=nordsoft.manager, now=MONDAY)
    other_admin = nordsoft.colleague
    other_admin.role = "admin"
    revoke_token(token=token, actor=other_admin, now=MONDAY)
    assert authenticate_token(raw, MONDAY) is None
