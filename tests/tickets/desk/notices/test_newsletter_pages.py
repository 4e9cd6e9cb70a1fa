"""The newsletter at the desk."""

import pytest
import time_machine
from django.test import Client

from contracts.mailings.rounds import mail_round
from contracts.models import Newsletter, Notice, NoticeSettings
from contracts.newsletters.services import compose_due
from outbox.models import OutboxMessage
from tests.cast import Cast
from tests.contracts.newsletters.test_newsletters import TUESDAY
from tests.contracts.notices.making import DAY, a_notice, subscribe

LETTERS = "/nordsoft/desk/notices/newsletters/"


@pytest.fixture
def manager(client: Client, nordsoft: Cast) -> Client:
    nordsoft.manager.user.language = "en"
    nordsoft.manager.user.save()
    client.force_login(nordsoft.manager.user)
    return client


@time_machine.travel(TUESDAY, tick=False)
def test_it_is_set_up_edited_tried_and_sent(manager: Client, nordsoft: Cast) -> None:
    settings = "/nordsoft/desk/notices/settings/"
    manager.post(settings, {"newsletter": "draft", "weekday": "2", "has_public_calendar": "on"})
    assert "/nordsoft/portal/notices/calendar/public.ics" in manager.get(settings).content.decode()
    first, second = (a_notice(nordsoft, now=TUESDAY - DAY, title_sv=f"Nr {n}") for n in range(2))
    issue = compose_due(tenant=nordsoft.tenant, now=TUESDAY)
    assert issue
    page = f"{LETTERS}{issue.pk}/"
    assert "Nr 0" in manager.get(page).context["text"]
    entered = {"version": "1", "intro_sv": "Hej *alla*", f"place_{second.pk}": "1", f"place_{first.pk}": ""}
    assert manager.post(page, entered)["Location"] == page
    shown = manager.get(page)
    assert "Nr 0" not in shown.context["text"]
    assert "<em>alla</em>" in shown.content.decode()
    assert f'href="/nordsoft/desk/notices/{second.pk}/"' in shown.content.decode()
    assert manager.post(page, entered).status_code == 409
    manager.post(f"{page}trial/")
    assert OutboxMessage.objects.get().recipient == nordsoft.manager.user.email
    subscribe(nordsoft.karin, newsletter=[None])
    manager.post(f"{page}sending/")
    assert manager.post(f"{page}sending/").status_code == 422
    assert manager.post(f"{page}removal/").status_code == 422
    mail_round(now=TUESDAY)
    assert OutboxMessage.objects.filter(recipient=nordsoft.karin.email).count() == 1
    assert manager.get(LETTERS).status_code == 200


def test_an_empty_one_is_refused_and_a_draft_put_aside(manager: Client, nordsoft: Cast) -> None:
    assert manager.get(LETTERS).status_code == 200
    NoticeSettings.objects.create(newsletter="draft")
    a_notice(nordsoft, now=TUESDAY - DAY)
    issue = compose_due(tenant=nordsoft.tenant, now=TUESDAY)
    assert issue
    page = f"{LETTERS}{issue.pk}/"
    manager.post(page, {"version": "1", f"place_{Notice.objects.get().pk}": ""})
    refused = manager.post(f"{page}sending/")
    assert "An empty newsletter is not sent. Take in a notice." in refused.context["problems"]
    assert manager.post(f"{page}removal/")["Location"] == LETTERS
    assert Newsletter.objects.get().status == "dropped"
