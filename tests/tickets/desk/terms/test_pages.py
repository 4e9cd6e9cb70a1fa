"""The managers' pages about terms."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from contracts.models import Mailing, TermsVersion
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.contracts.general_terms.test_terms import FIRST, published

TERMS = "/nordsoft/desk/terms/"


@pytest.fixture
def manager(client: Client, nordsoft: Cast) -> Client:
    nordsoft.manager.user.language = "en"
    nordsoft.manager.user.save()
    client.force_login(nordsoft.manager.user)
    return client


@time_machine.travel(MONDAY, tick=False)
def test_a_version_is_drafted_previewed_published_and_withdrawn(manager: Client, nordsoft: Cast) -> None:
    published(nordsoft.manager, FIRST)
    edit = manager.post(f"{TERMS}new/")["Location"]
    entered = {"valid_from": "2026-03-20", "text_sv": "Hej *du* <script>", "summary_sv": "Nytt.", "version": "1"}
    shown = manager.post(edit, entered | {"preview": "1"}).content.decode()
    assert "<em>du</em> &lt;script&gt;" in shown
    assert manager.get(edit).context["form"].initial["text_sv"] == "Från 2020-01-01"
    page = manager.post(edit, entered)["Location"]
    looked_at = manager.get(page)
    assert "Less than 30 days are left" in looked_at.content.decode()
    assert "1 contact is told by mail, once." in looked_at.content.decode()
    assert manager.post(f"{page}publication/")["Location"] == page
    assert Mailing.objects.count() == 1
    assert "Mails are still being written." in manager.get(page).content.decode()
    manager.post(f"{page}withdrawal/")
    assert TermsVersion.objects.get(number=2).status == TermsVersion.Status.WITHDRAWN


@time_machine.travel(MONDAY, tick=False)
def test_what_cannot_be_published_says_why(manager: Client, nordsoft: Cast) -> None:
    published(nordsoft.manager, FIRST)
    edit = manager.post(f"{TERMS}new/")["Location"]
    page = manager.post(edit, {"valid_from": "2026-03-02", "text_sv": "Ny", "version": "1"})["Location"]
    answer = manager.post(f"{page}publication/")
    assert answer.status_code == 422
    said = answer.context["problems"]
    assert len(said) == 2
    assert "in force from: Give a day that is to come, after the first day of the version before." in said


def test_a_stale_draft_answers_409_and_a_published_one_is_not_edited(manager: Client, nordsoft: Cast) -> None:
    edit = manager.post(f"{TERMS}new/")["Location"]
    entered = {"valid_from": "2020-01-01", "text_sv": "Ett", "version": "1"}
    page = manager.post(edit, entered)["Location"]
    assert manager.post(edit, entered | {"text_sv": "Två"}).status_code == 409
    assert "Två" in manager.post(edit, entered | {"text_sv": "Två"}).content.decode()
    manager.post(f"{page}publication/")
    assert manager.get(edit)["Location"] == page
    assert manager.post(f"{page}removal/").status_code == 422


def test_a_draft_is_removed(manager: Client, nordsoft: Cast) -> None:
    edit = manager.post(f"{TERMS}new/")["Location"]
    assert manager.post(edit.replace("edit", "removal"))["Location"] == TERMS
    assert not TermsVersion.objects.exists()


def test_budgets(manager: Client, nordsoft: Cast) -> None:
    published(nordsoft.manager, FIRST)
    coming = published(nordsoft.manager, date(2026, 5, 1))
    manager.get(TERMS)
    with Budget(9):
        manager.get(TERMS)
    with Budget(12):
        manager.get(f"{TERMS}{coming.pk}/")
