"""The pages about what mails to customers say."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.budget import Budget
from tests.cast import Cast
from tickets.models import MailWording

LIST, EDIT = "/nordsoft/desk/mails/", "/nordsoft/desk/mails/solved/sv/"
OWN = {"heading": "Löst, {{ contact.first_name }}", "text": "{{ message }}", "shown_as": "html"}


@pytest.fixture
def manager(client: Client, nordsoft: Cast) -> Client:
    client.force_login(nordsoft.manager.user)
    return client


def own_of(page: Any) -> set[tuple[str, str]]:
    rows = [row for section in page.context["sections"] for row in section.rows]
    return {(row.mail, cell.language) for row in rows for cell in row.cells if cell.is_own}


def test_a_text_is_changed_shown_in_the_list_and_taken_back(manager: Client, nordsoft: Cast) -> None:
    assert manager.post(EDIT, OWN).status_code == 302
    page = manager.get(EDIT).content.decode()
    assert "Löst, {{ contact.first_name }}" in page
    assert nordsoft.manager.user.name in page
    with Budget(12):
        page = manager.get(LIST)
    assert own_of(page) == {("solved", "sv")}
    assert manager.post(f"{EDIT}standard/").status_code == 302
    assert own_of(manager.get(LIST)) == set()
    assert MailWording.objects.count() == 2


def test_a_wrong_placeholder_is_named_at_its_field(manager: Client) -> None:
    answer = manager.post(EDIT, OWN | {"text": "{{ message }} {{ nobody }}"})
    assert answer.status_code == 422
    assert "{{ nobody }}" in str(answer.context["form"].errors["text"])
    assert "{{ closes }}" in answer.content.decode()  # those that there are stand beside it


def test_what_would_be_missing_is_warned_of(manager: Client) -> None:
    manager.post(EDIT, OWN | {"text": "Det är löst."})
    assert manager.get(EDIT).context["lacking"] == ["{{ message }}"]


def test_the_preview_draws_what_is_being_written_and_keeps_nothing(manager: Client) -> None:
    answer = manager.post(f"{EDIT}preview/", OWN)
    assert "Löst, Karin" in answer.content.decode()
    assert "<strong>" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    text = manager.post(f"{EDIT}preview/", OWN | {"shown_as": "text"}).content.decode()
    assert "[#1042]" in text
    refused = manager.post(f"{EDIT}preview/", OWN | {"text": "{{ nobody }}"})
    assert refused.status_code == 422
    assert "{{ nobody }}" in refused.content.decode()
    assert not MailWording.objects.exists()
    assert "frame-src 'self'" in manager.get(EDIT).headers["Content-Security-Policy"]


@pytest.mark.parametrize("mail", ["received", "enquiry", "reply", "severity", "merged", "signature"])
@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_every_mail_has_a_preview(manager: Client, mail: str, language: str) -> None:
    assert "<h1" in manager.get(f"/nordsoft/desk/mails/{mail}/{language}/preview/").content.decode()


def test_a_team_has_a_signature_of_its_own_and_nothing_else(manager: Client, nordsoft: Cast) -> None:
    own = f"?team={nordsoft.team.pk}"
    assert manager.post(f"/nordsoft/desk/mails/signature/sv/{own}", {"text": "Lönegruppen"}).status_code == 302
    assert MailWording.objects.get().team == nordsoft.team
    assert manager.get(f"{EDIT}{own}").status_code == 404
    assert manager.get("/nordsoft/desk/mails/signature/sv/?team=999999").status_code == 404
    for wrong in ("mails/nothing/sv/", "mails/reply/xx/"):
        assert manager.get(f"/nordsoft/desk/{wrong}").status_code == 404


def test_a_signature_is_chosen_by_team_and_the_list_stays_short(manager: Client, nordsoft: Cast) -> None:
    def teams(page: Any) -> list[int | None]:
        return [row.team for section in page.context["sections"] for row in section.rows if row.mail == "signature"]

    assert teams(manager.get(LIST)) == [None]
    assert teams(manager.get(LIST, {"q": nordsoft.team.name})) == [nordsoft.team.pk]
    page = manager.get("/nordsoft/desk/mails/signature/sv/").content.decode()
    assert f'<option value="{nordsoft.team.pk}">{nordsoft.team.name}</option>' in page
    manager.post(f"/nordsoft/desk/mails/signature/sv/?team={nordsoft.team.pk}", {"text": "Lönegruppen"})
    assert teams(manager.get(LIST)) == [None, nordsoft.team.pk]


def test_the_list_is_in_parts_and_can_be_searched(manager: Client, nordsoft: Cast) -> None:
    nordsoft.manager.user.language = "en"
    nordsoft.manager.user.save()
    sections = {section.name: [row.mail for row in section.rows] for section in manager.get(LIST).context["sections"]}
    assert list(sections) == ["tickets", "sessions", "plans", "news", "surveys", "access"]
    assert "quota_overrun" in sections["sessions"]
    found = manager.get(LIST, {"q": "campaign reminder"}).context["sections"]
    assert [row.mail for section in found for row in section.rows] == ["campaign_reminder"]
    manager.post(EDIT, OWN)
    assert own_of(manager.get(LIST, {"own": "1"})) == {("solved", "sv")}
    assert "No mail is called that" in manager.get(LIST, {"q": "nothing like it"}).content.decode()


def test_each_placeholder_stands_with_an_example(manager: Client) -> None:
    page = manager.get("/nordsoft/desk/mails/quota_overrun/en/")
    assert ("{{ quota.name }}", "Legal and security assistance") in page.context["placeholders"]


def test_an_admin_chooses_the_sender(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.admin.user)
    assert client.post(f"{LIST}sender/", {"address": "nobody"}).status_code == 422
    assert client.post(f"{LIST}sender/", {"address": "Help@Nordsoft.example"}).status_code == 302
    nordsoft.tenant.refresh_from_db()
    assert nordsoft.tenant.sender == "help@nordsoft.example"


def test_an_admin_is_told_where_mail_comes_from_without_a_sender(
    client: Client, nordsoft: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(nordsoft.admin.user)
    nordsoft.tenant.sender = ""
    nordsoft.tenant.save()
    assert client.get(LIST).context["fallback"] == "support@localhost"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{LIST}sender/", {"address": "help@nordsoft.example"})
    page = client.get(LIST)
    assert not page.context["fallback"]
    assert page.context["form"].initial["address"] == "help@nordsoft.example"
