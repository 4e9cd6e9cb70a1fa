"""The admin's way to a mail provider and back: who may go it, what is kept of it, and what is refused."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tenancy.context import tenant_context
from inbox.imap.oauth import asking
from inbox.imap.oauth.errors import ApplicationError, ConsentError, ProviderError, SignInError
from inbox.imap.trying import Tried
from inbox.models import OAuthGrant
from inbox.views import accounts
from inbox.views.signing_in import KEY
from outbox.sealing import unseal
from outbox.webhooks import client as web
from tests.cast import Cast
from tests.inbox.provider import Provider
from tests.inbox.signing import BACK, BOXES, account, back, entered, grant, sent_to, sign_in
from tickets.models import Mailbox

pytestmark = pytest.mark.django_db(databases=["default", "relay"])


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    nordsoft.admin.user.language = "en"
    nordsoft.admin.user.save()
    client.force_login(nordsoft.admin.user)
    return client


@pytest.fixture
def mailbox(nordsoft: Cast) -> Mailbox:
    return Mailbox.objects.create(address="support@nordsoft.example")


@pytest.fixture
def form(at: Provider) -> dict[str, str]:
    return entered(at, port=1)  # nobody is there


def test_an_application_that_is_refused_is_told_as_that(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider
) -> None:
    assert "The provider refuses the application" in sign_in(admin, mailbox, form | {"client_secret": "old"}, at)
    assert not grant().is_ready


def test_what_goes_to_the_provider(admin: Client, mailbox: Mailbox, form: dict[str, str]) -> None:
    sent = dict(parse_qsl(urlsplit(sent_to(admin, mailbox, form)).query))
    assert sent.pop("state")
    assert len(sent.pop("code_challenge")) == 43
    assert sent == {
        "response_type": "code", "client_id": "desk", "redirect_uri": f"http://testserver{BACK}", "scope": "imap",
        "code_challenge_method": "S256", "login_hint": form["user"],
    }  # fmt: skip


REFUSED = "This sign-in was not begun here, or too long ago. Begin it anew."


def test_another_state_is_refused_and_the_right_one_counts_on(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider
) -> None:
    address = at.authorize(sent_to(admin, mailbox, form))
    for state in ("", "guessed", "ä"):
        assert REFUSED in back(admin, f"{BACK}?{urlencode({'state': state, 'code': 'code-1'})}")[1]
    assert at.asked == []
    assert "Signed in." in back(admin, address)[1]


def test_a_state_counts_once(admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider) -> None:
    begun = sent_to(admin, mailbox, form)
    back(admin, at.authorize(begun))
    assert REFUSED in back(admin, at.authorize(begun))[1]
    session = admin.session
    session[KEY] = dict(parse_qsl(urlsplit(begun).query))["state"]
    session.save()
    assert REFUSED in back(admin, at.authorize(begun))[1], "even for a session that has it still"
    assert len(at.asked) == 1


def test_a_state_counts_in_its_session_alone(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, nordsoft: Cast
) -> None:
    address = at.authorize(sent_to(admin, mailbox, form))
    other = Client()
    other.force_login(nordsoft.admin.user)
    assert REFUSED in back(other, address)[1]
    assert at.asked == []


def test_a_state_of_another_tenant_is_refused(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, nordsoft: Cast, lonhuset: Cast
) -> None:
    address = at.authorize(sent_to(admin, mailbox, form))
    with tenant_context(lonhuset.tenant.pk):
        type(lonhuset.admin).objects.filter(pk=lonhuset.admin.pk).update(user=nordsoft.admin.user)
    answer = admin.get(f"/lonhuset/mail/signed-in/?{urlsplit(address).query}", follow=True)
    assert REFUSED in answer.content.decode()
    assert at.asked == []


def test_a_state_counts_for_a_while(admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider) -> None:
    address = at.authorize(sent_to(admin, mailbox, form))
    OAuthGrant.objects.update(pending_until=timezone.now())
    assert REFUSED in back(admin, address)[1]


def test_an_agent_neither_goes_nor_comes_back(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, nordsoft: Cast
) -> None:
    address = at.authorize(sent_to(admin, mailbox, form))
    agent = Client()
    agent.force_login(nordsoft.agent.user)
    assert agent.post(f"{BOXES}{mailbox.pk}/account/sign-in/").status_code == 404
    assert back(agent, address)[0] == 404
    assert at.asked == []


def test_a_refusal_is_told_in_words_and_ends_the_sign_in(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider
) -> None:
    address = at.authorize(sent_to(admin, mailbox, form))
    state = dict(parse_qsl(urlsplit(address).query))["state"]
    said = {"state": state, "error": "access_denied", "error_description": "<b>AADSTS65004</b>"}
    page = back(admin, f"{BACK}?{urlencode(said)}")[1]
    assert "The sign-in was cancelled" in page
    assert "It says: &lt;b&gt;AADSTS65004" in page
    assert REFUSED in back(admin, address)[1]


def test_a_code_that_is_not_ours_is_refused(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider
) -> None:
    state = dict(parse_qsl(urlsplit(sent_to(admin, mailbox, form)).query))["state"]
    said = back(admin, f"{BACK}?{urlencode({'state': state, 'code': 'stolen'})}")[1]
    assert "sign in again" in said
    assert not grant().is_ready


def test_secrets_and_tokens_are_sealed_and_never_shown(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider
) -> None:
    said = sign_in(admin, mailbox, form, at)
    row = grant()
    pages = said + "".join(
        admin.get(BOXES + path).content.decode() for path in ("", f"{mailbox.pk}/", f"{mailbox.pk}/account/")
    )
    kept = [row.sealed_secret, row.sealed_access, row.sealed_refresh]
    assert [unseal(one) for one in kept] == ["very secret", "access-2", "refresh-2"]
    for word in ("very secret", "access-2", "refresh-2", *kept):
        assert word not in pages


@pytest.mark.parametrize(
    ("more", "is_kept"),
    [
        ({}, True),
        ({"folder": "Other"}, True),
        ({"user": "another"}, False),
        ({"host": "localhost"}, False),
        ({"scope": "all"}, False),
        ({"client_id": "another"}, False),
        ({"token_url": "https://elsewhere.example/token"}, False),
        ({"authorize_url": "https://elsewhere.example/authorize"}, False),
    ],
)
def test_a_consent_goes_to_no_other_server(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, more: dict[str, str], is_kept: bool
) -> None:
    sign_in(admin, mailbox, form, at)
    assert admin.post(f"{BOXES}{mailbox.pk}/account/?way=other", form | more).status_code == 302
    assert grant().is_ready == is_kept
    assert bool(grant().sealed_access) == is_kept


@pytest.mark.parametrize("field", ["token_url", "authorize_url", "client_id", "host", "user"])
def test_a_kept_secret_goes_to_no_other_provider(
    admin: Client, mailbox: Mailbox, form: dict[str, str], field: str
) -> None:
    page = f"{BOXES}{mailbox.pk}/account/?way=other"
    assert admin.post(page, form).status_code == 302
    assert admin.post(page, form | {"client_secret": ""}).status_code == 302
    changed = form | {"client_secret": "", field: "https://elsewhere.example/" if "url" in field else "localhost"}
    assert "Enter the client secret." in admin.post(page, changed).content.decode()
    assert unseal(grant().sealed_secret) == "very secret"


@pytest.mark.parametrize(
    ("url", "said"),
    [("http://provider.example/token", "Without https"), ("https://10.0.0.7/token", "cannot be used"), ("x", "cannot")],
)
def test_addresses_that_are_not_asked(
    admin: Client, mailbox: Mailbox, form: dict[str, str], url: str, said: str
) -> None:
    for field in ("token_url", "authorize_url"):
        page = admin.post(f"{BOXES}{mailbox.pk}/account/?way=other", form | {field: url})
        assert page.status_code == 422
        assert said in page.content.decode()


def test_a_password_takes_the_place_of_a_sign_in_and_the_other_way_round(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider
) -> None:
    sign_in(admin, mailbox, form, at)
    page = f"{BOXES}{mailbox.pk}/account/"
    assert "Enter the password." in admin.post(page + "?way=password", form).content.decode()
    assert admin.post(page + "?way=password", form | {"password": "secret"}).status_code == 302
    assert not OAuthGrant.objects.exists()
    assert admin.post(page + "?way=other", form).status_code == 302
    assert (account().sealed_password, grant().is_ready) == ("", False)


@pytest.mark.parametrize(
    ("way", "host", "begins", "scope"),
    [
        ("microsoft", "outlook.office365.com", "https://login.microsoftonline.com/nord.example/oauth2/v2.0/authorize?",
         "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"),
        ("google", "imap.gmail.com", "https://accounts.google.com/o/oauth2/v2/auth?", "https://mail.google.com/"),
    ],
)  # fmt: skip
def test_microsoft_and_google_have_their_own_server_whatever_is_sent(
    admin: Client, mailbox: Mailbox, form: dict[str, str], way: str, host: str, begins: str, scope: str
) -> None:
    sent = form | {"user": "support@nord.example", "directory": "nord.example", "go": "1", "host": "evil.example"}
    url = admin.post(f"{BOXES}{mailbox.pk}/account/?way={way}", sent).context["url"]
    assert url.startswith(begins)
    asked = dict(parse_qsl(urlsplit(url).query))
    assert (asked["scope"], asked["login_hint"]) == (scope, "support@nord.example")
    assert (asked.get("access_type"), asked["prompt"]) == (
        ("offline", "consent") if way == "google" else (None, "select_account")
    )
    kept = account()
    assert (kept.host, kept.port, kept.security) == (host, 993, "tls")
    assert f"http://testserver{BACK}" in admin.get(f"{BOXES}{mailbox.pk}/account/").content.decode()


def test_an_application_by_itself_is_tried_instead_of_sent_away(
    admin: Client, mailbox: Mailbox, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = form | {"user": "support@nord.example", "directory": "nord.example", "is_app_only": "on", "go": "1"}
    monkeypatch.setattr(accounts, "try_account", lambda _account, now: Tried(None, 3))
    page = admin.post(f"{BOXES}{mailbox.pk}/account/?way=microsoft", sent).content.decode()
    assert "The connection works. 3 messages wait." in page
    assert "The application signs in by itself: nobody has to." in page
    assert grant().is_ready


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (200, "nonsense", ProviderError),
        (200, "[1]", ProviderError),
        (200, "{}", ApplicationError),
        (200, '{"access_token": "x", "expires_in": "soon"}', ProviderError),
        (400, '{"error": "interaction_required"}', ConsentError),
        (400, '{"error": "invalid_scope", "error_description": "no"}', ApplicationError),
        (400, '{"error": "of_their_own"}', ApplicationError),
        (None, "", ProviderError),
    ],
)
def test_what_a_provider_may_answer(
    monkeypatch: pytest.MonkeyPatch, status: int | None, answer: str, error: type[SignInError]
) -> None:
    outcome = web.Outcome(milliseconds=1, status=status, answer=answer, error="no route")
    monkeypatch.setattr(asking, "post", lambda *_args, **_more: outcome)
    with pytest.raises(error):
        asking.ask("https://provider.example/token", "")


def test_a_private_address_is_not_asked(settings: Any, at: Provider) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    with pytest.raises(ProviderError, match="not a public address"):
        asking.ask(f"{at.url}/token", "")
    assert at.asked == []


@pytest.mark.parametrize("text", ["a%00b", "%ff%fe", "9" * 5000, "%ED%A0%80", "%F0%9F%91%A9<script>", "%25s%7B0%7D"])
def test_whatever_comes_back_it_is_a_refusal(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, text: str
) -> None:
    for query in (f"state={text}", "state={}&error=" + text, "state={}&error=x&error_description=" + text, "state={}",
                  "state={}&code=" + text):  # fmt: skip
        state = dict(parse_qsl(urlsplit(sent_to(admin, mailbox, form)).query))["state"]
        status, page = back(admin, f"{BACK}?{query.replace('{}', state)}")
        assert status == 200
        assert 'role="alert"' in page
        assert "<script>" not in page
    assert not grant().is_ready
