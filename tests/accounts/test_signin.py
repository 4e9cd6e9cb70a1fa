"""Signing in, out, and choosing a new password, through the pages."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from outbox.models import OutboxMessage
from tests.cast import PASSWORD, Cast

LOGIN = "/nordsoft/account/login/"
RESET = "/nordsoft/account/password/reset/"


@pytest.fixture
def agent(nordsoft: Cast) -> User:
    user = nordsoft.agent.user
    user.set_password(PASSWORD)
    user.save()
    return user


def _login(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password, **more})


def test_a_guest_is_sent_to_sign_in_and_back(client: Client, agent: User) -> None:
    answer = client.get("/nordsoft/account/profile/?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"{LOGIN}?next=/nordsoft/account/profile/%3Fa%3D1"
    answer = client.post(
        answer["Location"], {"login": agent.email, "password": PASSWORD, "next": "/nordsoft/account/profile/"}
    )
    assert answer["Location"] == "/nordsoft/account/profile/"


@pytest.mark.parametrize(("role", "home"), [("agent", "/nordsoft/desk/"), ("customer", "/nordsoft/portal/")])
def test_each_role_goes_where_it_belongs(client: Client, nordsoft: Cast, role: str, home: str) -> None:
    user = nordsoft.member(role).user
    user.set_password(PASSWORD)
    user.save()
    answer = client.post(LOGIN, {"login": user.email.upper(), "password": PASSWORD})
    assert answer["Location"] == "/nordsoft/"
    assert client.get("/nordsoft/")["Location"] == home


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_next_stays_here(client: Client, agent: User, to: str) -> None:
    assert client.post(LOGIN, {"login": agent.email, "password": PASSWORD, "next": to})["Location"] == "/nordsoft/"


@pytest.mark.parametrize(("language", "heading"), [("sv", "sv"), ("da", "da"), ("en", "en")])
def test_the_page_speaks_three_languages(client: Client, nordsoft: Cast, language: str, heading: str) -> None:
    client.post("/nordsoft/account/language/", {"language": language, "next": LOGIN})
    answer = client.get(LOGIN)
    assert f'<html lang="{heading}"' in answer.content.decode()
    assert answer["Content-Language"] == language
    with translation.override(language):
        wrong = client.post(LOGIN, {"login": "nobody@nordsoft.example", "password": "wrong"})
        expected = translation.gettext("The email address and/or password you specified are not correct.")
        assert expected in wrong.context["form"].non_field_errors()


def test_a_wrong_password_keeps_the_address(client: Client, agent: User) -> None:
    answer = client.post(LOGIN, {"login": agent.email, "password": "wrong"})
    assert answer.status_code == 200
    assert f'value="{agent.email}"' in answer.content.decode()
    assert "wrong" not in re.findall(r'value="([^"]*)"', answer.content.decode())


def test_guessing_is_stopped_even_with_the_right_password(client: Client, agent: User) -> None:
    for _ in range(5):
        client.post(LOGIN, {"login": agent.email, "password": "wrong"})
    answer = client.post(LOGIN, {"login": agent.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_many_attempts_from_one_address_get_429(client: Client, nordsoft: Cast) -> None:
    answers = [client.get(LOGIN).status_code for _ in range(2)] + [
        client.post(LOGIN, {"login": f"a{n}@x.example", "password": "x"}).status_code for n in range(31)
    ]
    assert answers[:2] == [200, 200]
    assert answers[-1] == 429


def test_signing_out_needs_a_post(client: Client, agent: User) -> None:
    client.force_login(agent)
    assert client.get("/nordsoft/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/nordsoft/account/logout/")["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


def test_a_stranger_signs_in_at_this_desk(client: Client, agent: User, lonhuset: Cast) -> None:
    client.force_login(lonhuset.agent.user)
    assert client.get("/nordsoft/account/profile/").status_code == 404
    assert client.get(LOGIN).status_code == 200
    _login(client, agent)
    assert client.get("/nordsoft/account/profile/").status_code == 200


def test_whoever_is_no_member_is_shown_their_own_desks(client: Client, agent: User, lonhuset: Cast) -> None:
    answer = client.post("/lonhuset/account/login/", {"login": agent.email, "password": PASSWORD})
    assert answer["Location"] == "/"
    page = client.get("/").content.decode()
    assert 'href="/nordsoft/"' in page
    assert "lonhuset" not in page


def test_a_member_who_is_signed_in_goes_on(client: Client, agent: User) -> None:
    client.force_login(agent)
    assert client.get(LOGIN)["Location"] == "/nordsoft/"


def test_a_guest_is_not_told_which_desks_there_are(client: Client, nordsoft: Cast) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "nordsoft" not in page.content.decode().lower()


def test_nobody_signs_up(client: Client, nordsoft: Cast) -> None:
    before = User.objects.count()
    answer = client.post("/nordsoft/account/signup/", {"email": "me@x.example", "password1": PASSWORD})
    assert "account/signup_closed.html" in [template.name for template in answer.templates]
    assert User.objects.count() == before


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "login/code/confirm/", "3rdparty/", "social/signup/"])
def test_pages_of_allauth_that_are_not_offered_are_not_there(client: Client, agent: User, path: str) -> None:
    client.force_login(agent)
    assert client.get(f"/nordsoft/account/{path}").status_code == 404


def _link(message: OutboxMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", message.text)
    assert found
    assert found[0] in message.html.replace("&amp;", "&")
    return found[1]


def test_a_new_password_by_mail(client: Client, agent: User) -> None:
    answer = client.post(RESET, {"email": agent.email}, HTTP_HOST="localhost")
    assert answer["Location"] == f"{RESET}done/"
    message = OutboxMessage.objects.get()
    assert message.recipient == agent.email
    key_page = client.get(_link(message), follow=True)
    place = key_page.redirect_chain[-1][0]
    assert place.startswith("/nordsoft/account/password/reset/key/")
    assert place.endswith("-set-password/")
    short = client.post(place, {"password1": "short", "password2": "short"})
    assert short.context["form"].errors
    new = "a new long password"
    assert client.post(place, {"password1": new, "password2": new})["Location"] == f"{RESET}key/done/"
    agent.refresh_from_db()
    assert agent.check_password(new)
    assert client.get(_link(message), follow=True).context["token_fail"]


def test_the_letter_speaks_the_users_language(client: Client, agent: User) -> None:
    agent.language = "da"
    agent.save()
    client.post(RESET, {"email": agent.email})
    assert '<html lang="da">' in OutboxMessage.objects.get().html


@pytest.mark.parametrize("who", ["nobody@nordsoft.example", "maja@lonhuset.example"])
def test_no_letter_to_strangers_and_the_same_answer(client: Client, agent: User, lonhuset: Cast, who: str) -> None:
    assert client.post(RESET, {"email": who})["Location"] == f"{RESET}done/"
    assert not OutboxMessage.objects.exists()


def test_asking_for_letters_is_limited(client: Client, agent: User) -> None:
    answers = [client.post(RESET, {"email": agent.email}).status_code for _ in range(7)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_changing_the_password(client: Client, agent: User) -> None:
    other = Client()
    other.force_login(agent)
    client.force_login(agent)
    page = "/nordsoft/account/password/change/"
    new = "a new long password"
    wrong = client.post(page, {"oldpassword": "wrong", "password1": new, "password2": new})
    assert "oldpassword" in wrong.context["form"].errors
    right = client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert right["Location"] == "/nordsoft/account/profile/"
    assert client.get("/nordsoft/account/profile/").status_code == 200
    assert other.get("/nordsoft/account/profile/").status_code == 302


def test_the_demo_names_its_desks(client: Client, nordsoft: Cast, lonhuset: Cast, settings: Any) -> None:
    settings.DEMO = True
    page = client.get("/").content.decode()
    assert page.index('href="/lonhuset/"') < page.index('href="/nordsoft/"')
