"""manage.py create_tenant makes a tenant that works, or nothing."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Invitation, Membership, Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Plan
from sla.models import ChannelHours, PolicyVersion
from sla.selectors import support_hours

OPTIONS = {
    "name": "Acme Support",
    "admin_email": "Ada@Acme.example",
    "admin_name": "Ada Vik",
    "language": "da",
    "calendar": "DK",
}


def create(slug: str = "acme", **changes: Any) -> None:
    call_command("create_tenant", slug, **OPTIONS | changes)


@pytest.mark.django_db
def test_the_first_admin_can_join_and_the_defaults_are_there(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    create()
    link = capsys.readouterr().out.split()[-1]
    path = link.removeprefix("http://testserver")
    assert path.startswith("/acme/")
    page = client.get(path)
    assert page.status_code == 200
    assert "has invited you" not in page.content.decode()
    answer = client.post(path, {"name": "Ada Vik", "password": "a long and odd phrase 7", "language": "da"})
    assert answer.status_code == 302, answer.content.decode()
    tenant = Tenant.objects.get(slug="acme")
    with tenant_context(tenant.pk):
        member = Membership.objects.select_related("user").get()
        assert (member.role, member.user.email) == ("admin", "ada@acme.example")
        assert tenant.zone == "Europe/Copenhagen"
        assert support_hours().definition.zone == "Europe/Copenhagen"
        assert [plan.name for plan in Plan.objects.all()] == ["Basic", "Standard", "Professional", "Premium"]
        targets = PolicyVersion.objects.get(policy__is_default=True).targets
        assert set(targets["high"]) == {"start", "next_reply", "resolution"}
        assert Invitation.objects.get().accepted_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("calendar", "language", "names"),
    [("SE", "sv", {"phone": "Telefon", "email": "E-post"}), ("SE", "en", {"phone": "Telephone", "email": "E-mail"}),
     ("DK", "da", {})],
)  # fmt: skip
def test_a_swedish_desk_has_hours_for_telephone_and_e_mail(calendar: str, language: str, names: dict[str, str]) -> None:
    create(calendar=calendar, language=language)
    with tenant_context(Tenant.objects.get().pk):
        assert dict(ChannelHours.objects.values_list("channel", "calendar__name")) == names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"slug": "Ac me"}, "valid"),
        ({"slug": "static"}, "slug_free"),
        ({"zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"admin_email": "ada"}, "valid e-?mail"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_made(changes: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        create(**changes)
    assert not Tenant.objects.exists()


@pytest.mark.django_db
def test_a_short_name_is_given_once() -> None:
    create()
    with pytest.raises(CommandError, match="already exists"):
        create()
