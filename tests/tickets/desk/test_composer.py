"""What the composer asks the server for, and whose it is."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, count_queries, page_of
from tests.windows import signed_in
from tickets.models import Attachment, Draft, DraftFile, Macro, Message, Ticket
from tickets.services.messages import add_note

JSON = {"HTTP_ACCEPT": "application/json"}
PNG = b"\x89PNG"


@pytest.fixture
def ticket(nordsoft: Cast, settings: Any, tmp_path: Path) -> Ticket:
    settings.MEDIA_ROOT = tmp_path
    return make_ticket(nordsoft)


def save(client: Client, text: str, revision: int = 0, kind: str = "reply") -> Any:
    data = {"text": text, "kind": kind, "revision": revision}
    return client.post(f"{page_of(1001)}draft/", data, **JSON)  # type: ignore[arg-type]


def paste(client: Client) -> Any:
    file = SimpleUploadedFile("image.png", PNG, "image/png")
    return client.post(f"{page_of(1001)}draft/pictures/", {"file": file, "kind": "reply"})


def send(client: Client, ticket: Ticket, text: str, **more: Any) -> Any:
    ticket.refresh_from_db()
    data = {"kind": "reply", "version": ticket.version, "text": text, "revision": 1}
    return client.post(f"{page_of(1001)}messages/", data | more)


def test_a_draft_is_saved_restored_and_gone_with_the_answer(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    answer = save(agent, "Dear\r\nKarin")
    assert answer.json()["revision"] == 1
    assert answer.json()["said"].startswith("Draft saved ")
    assert "Dear\nKarin</textarea>" in agent.get(page_of(1001)).content.decode()
    assert send(agent, ticket, "Dear Karin").status_code == 302
    assert not Draft.objects.exists()


def test_another_windows_draft_is_shown_and_not_overwritten(agent: Client, ticket: Ticket) -> None:
    save(agent, "First")
    answer = save(agent, "Second")
    assert (answer.status_code, answer.json()["text"], answer.json()["revision"]) == (409, "First", 1)
    page = agent.post(f"{page_of(1001)}draft/", {"text": "Second", "kind": "reply", "revision": 0, "version": 1})
    assert page.status_code == 409
    assert "Another window has saved a different draft." in page.content.decode()
    assert "Second</textarea>" in page.content.decode()
    assert 'name="revision" value="1"' in page.content.decode()


def test_a_made_up_revision_is_none(agent: Client, ticket: Ticket) -> None:
    assert agent.post(f"{page_of(1001)}draft/", {"text": "x", "revision": "9" * 40}, **JSON).status_code == 200  # type: ignore[arg-type]


def test_drafts_and_their_pictures_are_their_writers_alone(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    save(agent, "Secret")
    assert paste(agent).json()["name"] == "picture-1.png"
    path = f"{QUEUE}drafts/pictures/{DraftFile.objects.get().pk}/"
    mine = agent.get(path)
    assert b"".join(mine.streaming_content) == PNG  # type: ignore[attr-defined]
    assert mine["Content-Type"] == "image/png"
    other = signed_in(nordsoft.colleague.user)
    assert other.get(path).status_code == 404
    assert "Secret" not in other.get(page_of(1001)).content.decode()


def test_a_picture_is_sent_with_the_text_that_shows_it(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    paste(agent)
    paste(agent)
    send(agent, ticket, "See ![Menu](picture-2.png)", revision=0)
    (sent,) = Attachment.objects.all()
    assert sent.name == "picture-2.png"
    assert f'<img src="/nordsoft/attachments/{sent.pk}/" alt="Menu">' in agent.get(page_of(1001)).content.decode()
    portal = signed_in(nordsoft.member("customer").user).get("/nordsoft/portal/tickets/1001/")
    assert f'<img src="/nordsoft/attachments/{sent.pk}/" alt="Menu">' in portal.content.decode()


def test_a_mail_names_the_picture(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    send(agent, ticket, "See ![Menu](picture-1.png)")
    mail = OutboxMessage.objects.get()
    assert "See [Menu: picture-1.png]" in mail.text
    assert "See [Menu: picture-1.png]" in mail.html


def test_what_is_no_picture_is_refused_with_a_reason(agent: Client, ticket: Ticket) -> None:
    path = f"{page_of(1001)}draft/pictures/"
    answer = agent.post(path, {"file": SimpleUploadedFile("page.svg", b"<svg>"), "kind": "reply"})
    assert (answer.status_code, answer.json()["error"]) == (422, "page.svg is not a picture that can be shown.")
    assert agent.post(path, {}).status_code == 422


def test_the_preview_is_safe_and_alone_for_the_script(agent: Client, ticket: Ticket) -> None:
    data = {"text": "*Hi* <script>alert(1)</script>", "kind": "reply"}
    html = agent.post(f"{page_of(1001)}preview/", data, HTTP_HX_REQUEST="true").content.decode()
    assert "<em>Hi</em>" in html
    assert "<script>" not in html
    assert "<html" not in html
    page = agent.post(f"{page_of(1001)}preview/", data)
    assert page.status_code == 200
    assert "<em>Hi</em>" in page.content.decode()


def test_macros_as_json_as_a_page_and_in_the_form(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    macro = Macro.objects.create(name="Ask", text_en="Hi {{contact.first_name}}", set_status="waiting_customer")
    (item,) = agent.get(f"{page_of(1001)}macros/", **JSON).json()["items"]  # type: ignore[arg-type]
    assert item == {
        "id": macro.pk, "name": "Ask", "text": "Hi Karin", "changes": ["status: Waiting for the customer"],
        "label": "Ask: status: Waiting for the customer",
    }  # fmt: skip
    assert "Hi Karin" in agent.get(f"{page_of(1001)}macros/").content.decode()
    assert "Hi Karin</textarea>" in agent.get(f"{page_of(1001)}?macro={macro.pk}").content.decode()
    assert agent.get(f"{page_of(1001)}?macro={'9' * 40}").status_code == 200


def test_a_macro_is_applied_on_sending_unless_the_button_says_otherwise(
    agent: Client, nordsoft: Cast, ticket: Ticket
) -> None:
    macro = Macro.objects.create(name="Third", text_en="Hi", set_status="waiting_third_party")
    theirs = Macro.objects.create(name="x", owner=nordsoft.colleague, set_assignee=nordsoft.colleague)
    send(agent, ticket, "Hi", macro=[macro.pk, theirs.pk])
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("waiting_third_party", nordsoft.agent)
    send(agent, ticket, "Hi", macro=[macro.pk], then="wait")
    ticket.refresh_from_db()
    assert ticket.status == "waiting_customer"


def test_a_drafts_macros_come_back_with_it(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    macro = Macro.objects.create(name="Third", text_en="Hi", set_status="waiting_third_party")
    theirs = Macro.objects.create(name="x", owner=nordsoft.colleague, set_assignee=nordsoft.colleague)
    data = {"text": "Hi", "kind": "reply", "macro": [macro.pk, theirs.pk]}
    answer = agent.post(f"{page_of(1001)}draft/", data, **JSON).json()  # type: ignore[arg-type]
    assert answer["macros"] == [{"id": macro.pk, "label": "Third: status: Waiting for a third party"}]
    page = agent.get(page_of(1001)).content.decode()
    assert f'name="macro" value="{macro.pk}" checked' in page
    macro.delete()
    assert 'name="macro" value=' not in agent.get(page_of(1001)).content.decode()


def test_what_a_macro_cannot_do_sends_nothing_and_says_why(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    save(agent, "Hi")
    macro = Macro.objects.create(name="Left", set_assignee=nordsoft.colleague)
    nordsoft.colleague.is_active = False
    nordsoft.colleague.save()
    page = send(agent, ticket, "Hi", macro=[macro.pk])
    assert page.status_code == 422
    assert "Only somebody at the desk can have a ticket." in page.content.decode()
    assert not Message.objects.filter(kind="reply").exists()
    assert Draft.objects.exists()


def test_macros_are_kept_on_a_page(agent: Client, nordsoft: Cast) -> None:
    assert agent.get(f"{QUEUE}macros/").status_code == 200
    page = agent.post(f"{QUEUE}macros/new/", {"name": "Ask", "text_en": "Hi {{contact.shoe}}"})
    assert page.status_code == 422
    assert "There is no placeholder {{contact.shoe}}." in page.content.decode()
    assert agent.post(f"{QUEUE}macros/new/", {"name": "Ask", "text_en": "Hi", "scope": "everybody"}).status_code == 302
    macro = Macro.objects.get()
    assert macro.owner == nordsoft.agent  # only managers choose whose
    manager = signed_in(nordsoft.manager.user)
    assert manager.get(f"{QUEUE}macros/{macro.pk}/").status_code == 404
    data = {"name": "Ours", "text_sv": "Hej", "scope": str(nordsoft.team.pk), "set_assignee": "sender"}
    assert manager.post(f"{QUEUE}macros/new/", data).status_code == 302
    ours = Macro.objects.get(name="Ours")
    assert (ours.team, ours.owner, ours.assigns_sender) == (nordsoft.team, None, True)
    assert manager.post(f"{QUEUE}macros/{ours.pk}/", data | {"name": "All", "scope": "everybody"}).status_code == 302
    assert agent.post(f"{QUEUE}macros/{ours.pk}/", data).status_code == 404
    assert agent.post(f"{QUEUE}macros/{macro.pk}/removal/").status_code == 302
    assert [macro.name for macro in Macro.objects.all()] == ["All"]


def test_mentions_stand_among_the_notifications(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    add_note(ticket=ticket, actor=nordsoft.agent, text="Look, @Oskar Nyström", now=MONDAY)
    page = signed_in(nordsoft.colleague.user).get(f"{QUEUE}notifications/").content.decode()
    assert "Look, @Oskar Nyström" in page
    assert "Mark all as read" in page


def test_what_each_asks_of_the_database(agent: Client, nordsoft: Cast, ticket: Ticket) -> None:
    save(agent, "Hi")
    paste(agent)
    macro = Macro.objects.create(name="Ask", text_en="Hi")
    for number in range(20):
        Macro.objects.create(name=f"M{number}", text_en="Hi", set_assignee=nordsoft.agent, set_team=nordsoft.team)
    assert len(count_queries(agent, page_of(1001))) <= 22
    assert len(count_queries(agent, f"{page_of(1001)}?macro={macro.pk}")) <= 22
    assert len(count_queries(agent, f"{page_of(1001)}macros/")) <= 9
    assert len(count_queries(agent, f"{QUEUE}macros/")) <= 7
    with Budget(8):
        assert save(agent, "Hi again", 1).status_code == 200
