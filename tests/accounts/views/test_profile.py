"""The page about oneself."""

from django.test import Client

from tests.cast import Cast

PAGE = "/nordsoft/account/profile/"


def test_name_language_and_theme_are_kept(client: Client, nordsoft: Cast) -> None:
    user = nordsoft.agent.user
    client.force_login(user)
    client.cookies["theme"] = "light"
    answer = client.post(PAGE, {"name": "Maja Holm", "language": "da", "theme": "dark"})
    assert answer["Location"] == PAGE
    user.refresh_from_db()
    assert (user.name, user.language, user.theme) == ("Maja Holm", "da", "dark")
    page = client.get(PAGE).content.decode()
    assert '<html lang="da" data-theme="dark"' in page


def test_a_customer_has_a_page_in_the_portal(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.member("customer").user)
    assert client.get(PAGE)["Location"] == "/nordsoft/portal/profile/"


def test_what_is_wrong_keeps_what_was_written(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    answer = client.post(PAGE, {"name": "", "language": "fi", "theme": "dark"})
    assert set(answer.context["form"].errors) == {"name", "language"}
    assert '<option value="dark" selected' in answer.content.decode()
    nordsoft.agent.user.refresh_from_db()
    assert nordsoft.agent.user.name == "Maja Sandell"
