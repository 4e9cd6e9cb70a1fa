"""The desk's pages about notices."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from contracts.models import Mailing, Notice
from contracts.notices.services.writing import NoticeCard, write_notice
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.contracts.notices.making import a_notice, subscribe

NOTICES = "/nordsoft/desk/notices/"


@pytest.fixture
def agent(client: Client, nordsoft: Cast) -> Client:
    nordsoft.agent.user.language = "en"
    nordsoft.agent.user.save()
    client.force_login(nordsoft.agent.user)
    return client


@time_machine.travel(MONDAY, tick=False)
def test_an_operation_is_written_previewed_published_ended_and_withdrawn(agent: Client, nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, operation=[None])
    entered = {
        "starts_at": "2026-03-02T08:30",
        "title_sv": "Driftstopp",
        "text_sv": "Vi byter *disk*.",
        "products": str(nordsoft.product.pk),
    }
    shown = agent.post(f"{NOTICES}new/operation/", entered | {"preview": "1"}).content.decode()
    assert "<em>disk</em>" in shown
    assert not Notice.objects.exists()
    page = agent.post(f"{NOTICES}new/operation/", entered)["Location"]
    notice = Notice.objects.get()
    assert notice.starts_at == MONDAY - timedelta(minutes=30)  # typed in Stockholm
    assert 'value="2026-03-02T08:30"' in agent.get(f"{page}edit/").content.decode()
    assert "When you publish, 1 subscriber is mailed." in agent.get(page).content.decode()
    agent.post(f"{page}publication/")
    assert "Ongoing" in agent.get(page).content.decode()
    agent.post(f"{page}end/")
    assert "It is over" not in agent.get(page).content.decode()
    agent.post(f"{page}withdrawal/")
    notice.refresh_from_db()
    assert (notice.status, notice.ends_at) == ("withdrawn", MONDAY)
    assert agent.get(f"{page}edit/")["Location"] == page


def test_a_change_of_what_is_published_can_be_mailed(agent: Client, nordsoft: Cast) -> None:
    page = f"{NOTICES}{a_notice(nordsoft).pk}/"
    assert "tells" in agent.get(f"{page}edit/").context["form"].fields
    entered = {"title_sv": "Version 12.1", "text_sv": "Rättad.", "version": "1", "tells": "on"}
    assert agent.post(f"{page}edit/", entered)["Location"] == page
    assert Mailing.objects.filter(kind="notice_changed").count() == 1
    stale = agent.post(f"{page}edit/", entered | {"title_sv": "Annan"})
    assert stale.status_code == 409
    assert "Annan" in stale.content.decode()


def test_what_cannot_be_saved_or_published_says_why(agent: Client, nordsoft: Cast) -> None:
    answer = agent.post(f"{NOTICES}new/date/", {"title_sv": "Lön", "text_sv": "Kör."})
    assert answer.status_code == 422
    assert "Give a day, or a day and a time: one of the two." in answer.content.decode()
    assert agent.post(f"{NOTICES}new/law/", {"title_sv": "Ny lag", "text_en": "New."}).context["form"].errors
    draft = write_notice(kind="law", actor=nordsoft.agent, card=NoticeCard(title_sv="Ny lag"), now=MONDAY)
    refused = agent.post(f"{NOTICES}{draft.pk}/publication/")
    assert refused.status_code == 422
    assert refused.context["problems"] == ["Write this in your organisation’s language at least."]
    assert agent.get(f"{NOTICES}new/nothing/").status_code == 404


def test_a_copy_is_edited_and_a_draft_removed(agent: Client, nordsoft: Cast) -> None:
    page = f"{NOTICES}{a_notice(nordsoft, 'date').pk}/"
    edit = agent.post(f"{page}copy/")["Location"]
    assert agent.post(edit.replace("edit", "removal"))["Location"] == NOTICES
    assert agent.post(f"{page}removal/").status_code == 422


def test_a_consultant_reads_and_writes_nothing(client: Client, nordsoft: Cast) -> None:
    page = f"{NOTICES}{a_notice(nordsoft).pk}/"
    client.force_login(nordsoft.consultant.user)
    assert "publication" not in client.get(page).content.decode()
    assert client.get(NOTICES).status_code == 200


def test_the_list_is_filtered_and_asks_little(agent: Client, nordsoft: Cast) -> None:
    for number in range(6):
        a_notice(nordsoft, title_sv=f"Version {number}", products=[nordsoft.product])
    a_notice(nordsoft, "law", title_sv="Lag")
    agent.get(NOTICES)
    with Budget(9):
        page = agent.get(f"{NOTICES}?kind=release&status=published").content.decode()
    assert "Version 5" in page
    assert "Lag" not in page
    with Budget(11):
        agent.get(f"{NOTICES}{Notice.objects.filter(kind='law').get().pk}/")
