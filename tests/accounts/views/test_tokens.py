"""The pages of tokens."""

from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from accounts.services.tokens import authenticate_token, issue_token
from tests.cast import Cast

OWN = "/nordsoft/account/tokens/"
TENANTS = "/nordsoft/account/tokens/tenant/"


def test_a_secret_is_shown_once(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    answer = client.post(OWN, {"name": "Reports"})
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    token = authenticate_token(secret, timezone.now())
    assert token
    assert token.membership == nordsoft.agent
    page = client.get(OWN).content.decode()
    assert "Reports" in page
    assert secret not in page


def test_a_token_needs_a_name(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    assert client.post(OWN, {"name": " "}).context["form"].errors
    assert not ApiToken.objects.exists()


def test_each_sees_and_revokes_their_own(client: Client, nordsoft: Cast) -> None:
    mine, _raw = issue_token(actor=nordsoft.agent, name="Mine")
    theirs, _raw = issue_token(actor=nordsoft.colleague, name="Theirs")
    client.force_login(nordsoft.agent.user)
    page = client.get(OWN).content.decode()
    assert "Mine" in page
    assert "Theirs" not in page
    assert client.post(f"{OWN}{theirs.pk}/revocation/").status_code == 404
    assert client.post(f"{OWN}{mine.pk}/revocation/")["Location"] == OWN
    assert "Mine" not in client.get(OWN).context["tokens"].values_list("name", flat=True)
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_the_desks_tokens_are_shared_by_admins(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.admin.user)
    secret = client.post(TENANTS, {"name": "Payroll"}).context["secret"]
    token = ApiToken.objects.get()
    assert token.is_tenant_wide
    assert "Payroll" not in client.get(OWN).content.decode()
    assert client.post(f"{OWN}{token.pk}/revocation/")["Location"] == TENANTS
    assert authenticate_token(secret, timezone.now()) is None
