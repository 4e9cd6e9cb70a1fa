"""What contacts decide about themselves, that it is honoured, and what they can take with them."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contracts.models import Contact
from outbox.models import OutboxMessage
from surveys.models import Answer
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.house.stage import Stage
from tests.tickets.portal.conftest import signed_in
from tickets.services.company_summaries import mail_one_contact, mail_summaries
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.my_data import AT_ONCE
from tickets.services.resolution import resolve
from tickets.services.status import start_work

PROFILE, DATA = "/nordsoft/portal/profile/", "/nordsoft/portal/profile/data/"
SAVED = {"name": "Karin B", "telephone": "08-123", "language": "da", "theme": "dark"}


def mails() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", "subject"))


def test_a_profile_is_saved_for_the_person_and_the_contact(nordsoft: Cast, karin: Client) -> None:
    answer = karin.post(PROFILE, SAVED | {"mail_company": "on", "surveys": "on"})
    assert answer["Location"] == PROFILE
    nordsoft.karin.refresh_from_db()
    kept, user = nordsoft.karin, nordsoft.member("customer").user
    user.refresh_from_db()
    assert (user.name, user.language, user.theme) == ("Karin B", "da", "dark")
    assert (kept.name, kept.telephone, kept.language) == ("Karin B", "08-123", "da")
    assert (kept.mail_replies, kept.mail_started, kept.mail_company, kept.no_surveys) == (False, False, True, False)
    assert "mail_company" in karin.get(PROFILE).context["form"].fields
    assert karin.get("/nordsoft/account/profile/")["Location"] == PROFILE


def test_surveys_are_chosen_for_the_person_whatever_customer_they_are_a_contact_of(
    nordsoft: Cast, karin: Client
) -> None:
    Contact.objects.filter(pk=nordsoft.lars.pk).update(email=nordsoft.karin.email.upper(), no_surveys=True)
    assert not karin.get(PROFILE).context["form"].initial["surveys"]
    karin.post(PROFILE, SAVED | {"surveys": "on"})
    assert not Contact.objects.filter(no_surveys=True).exists()


def test_who_sees_their_own_alone_is_not_asked_about_colleagues(nordsoft: Cast, lars: Client) -> None:
    assert "mail_company" not in lars.get(PROFILE).context["form"].fields
    lars.post(PROFILE, SAVED | {"mail_company": "on"})
    nordsoft.lars.refresh_from_db()
    assert not nordsoft.lars.mail_company


def test_answers_are_read_in_the_portal_alone_where_that_is_wanted(nordsoft: Cast) -> None:
    nordsoft.karin.mail_replies = False
    nordsoft.karin.save()
    ticket = make_ticket(nordsoft)
    reply(ticket=ticket, actor=nordsoft.agent, text="Restart it.", now=MONDAY)
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restarted.", now=MONDAY)
    assert mails() == []


def test_the_start_of_work_is_mailed_to_who_wants_it_and_once(nordsoft: Cast) -> None:
    start_work(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=MONDAY)
    assert mails() == []
    nordsoft.karin.mail_started, nordsoft.karin.language = True, "en"
    nordsoft.karin.save()
    ticket = make_ticket(nordsoft)
    start_work(ticket=ticket, actor=nordsoft.agent, now=MONDAY)
    start_work(ticket=ticket, actor=nordsoft.agent, now=MONDAY)
    assert mails() == [(nordsoft.karin.email, f"[#{ticket.number}] {ticket.subject}")]
    assert f"Work has started on {ticket.number}" in OutboxMessage.objects.get().text
    OutboxMessage.objects.all().delete()
    resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Done.", now=MONDAY)
    assert ["Work has started" in mail.text for mail in OutboxMessage.objects.all()] == [False]


def wide(cast: Cast) -> None:
    cast.karin.mail_company, cast.karin.language = True, "en"
    cast.karin.save()


def test_the_days_summary_tells_what_colleagues_asked_since_the_last(nordsoft: Cast) -> None:
    wide(nordsoft)
    his: dict[str, Any] = {"contact": nordsoft.lars, "actor": nordsoft.lars.membership}
    make_ticket(nordsoft, subject="Karin's own")
    make_ticket(nordsoft, subject="Lars asks", **his)
    solved = make_ticket(nordsoft, subject="Lars had asked", now=MONDAY - timedelta(days=30), **his)
    resolve(ticket=solved, actor=nordsoft.agent, solution="Done.", now=MONDAY)
    make_ticket(nordsoft, subject="Of others", customer=nordsoft.stranger, contact=None)
    OutboxMessage.objects.all().delete()
    tuesday = MONDAY + timedelta(days=1)
    mail_summaries(now=tuesday)
    mail_summaries(now=tuesday)
    mail = OutboxMessage.objects.get()
    assert (mail.recipient, mail.subject) == (nordsoft.karin.email, "Bergs Bygg AB: your colleagues’ tickets")
    assert "Lars asks" in mail.text
    assert "Lars had asked" in mail.text
    assert "Karin's own" not in mail.text
    assert "Of others" not in mail.text
    mail_summaries(now=tuesday + timedelta(days=1))
    assert OutboxMessage.objects.count() == 1  # nothing new, no mail


def test_no_summary_before_seven_on_weekends_or_to_who_sees_their_own_alone(nordsoft: Cast) -> None:
    wide(nordsoft)
    make_ticket(nordsoft, contact=nordsoft.lars, actor=nordsoft.lars.membership)
    mail_summaries(now=MONDAY.replace(hour=5, minute=59) + timedelta(days=1))
    mail_summaries(now=MONDAY + timedelta(days=5))
    assert mails() == []
    nordsoft.karin.is_company_wide = False
    nordsoft.karin.save()
    assert not mail_one_contact(today=MONDAY.date() + timedelta(days=1), now=MONDAY + timedelta(days=1))


def read(client: Client) -> zipfile.ZipFile:
    answer: Any = client.post(DATA)
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_my_data_is_all_mine_and_nobody_elses(nordsoft: Cast, karin: Client, lars: Client) -> None:
    stage = Stage(nordsoft)
    mine = stage.ticket
    name = stage.attachment.name
    reply(ticket=mine, actor=nordsoft.agent, text="Restart it.", now=MONDAY)
    add_note(ticket=mine, actor=nordsoft.agent, text="SECRET note", now=MONDAY)
    his = make_ticket(nordsoft, subject="HIS", contact=nordsoft.lars, actor=nordsoft.lars.membership, text="HIS words")
    who = {"actor": nordsoft.karin.membership, "now": MONDAY}
    customer_wrote(ticket=his, contact=nordsoft.karin, text="My words there", **who)
    customer_wrote(
        ticket=mine, contact=nordsoft.lars, actor=nordsoft.lars.membership, text="HIS words here", now=MONDAY,
        files=[SimpleUploadedFile("HIS.txt", b"HIS")],
    )  # fmt: skip
    Answer.objects.create(invitation=stage.survey, score=9, reason="Quick", answered_at=MONDAY)
    archive = read(karin)
    assert archive.testzip() is None
    texts = {entry: archive.read(entry).decode() for entry in archive.namelist()}
    assert not [entry for entry, text in texts.items() if "HIS" in text + entry or "SECRET" in text]
    assert "Maja" not in "".join(texts.values())
    (ticket,) = json.loads(texts["tickets.json"])
    assert [(said["by"], said["text"]) for said in ticket["messages"]] == [
        ("me", "Since this morning."),
        ("support", "Restart it."),
    ] or ticket["messages"][0]["text"] == "Restart it."
    assert [row["text"] for row in json.loads(texts["messages.json"])] == ["My words there"]
    assert [row["score"] for row in json.loads(texts["surveys.json"])] == [9]
    assert json.loads(texts["profile.json"])[0]["email"] == nordsoft.karin.email
    (file,) = [entry for entry in texts if entry.startswith("files/")]
    assert file.endswith(name)
    assert texts[file] == "No printer."
    theirs = read(lars)
    assert [row["subject"] for row in json.loads(theirs.read("tickets.json"))] == ["HIS"]


def test_many_tickets_come_in_batches_without_gap(nordsoft: Cast, karin: Client, monkeypatch: Any) -> None:
    assert AT_ONCE > 3
    monkeypatch.setattr("tickets.services.my_data.AT_ONCE", 2)
    numbers = [make_ticket(nordsoft).number for _ in range(5)]
    assert [row["number"] for row in json.loads(read(karin).read("tickets.json"))] == numbers


@time_machine.travel(MONDAY, tick=False)
def test_five_downloads_an_hour_are_enough(nordsoft: Cast, karin: Client, lars: Client) -> None:
    for _ in range(5):
        assert read(karin).namelist()
    assert karin.post(DATA)["Location"] == PROFILE
    assert read(lars).namelist()
    assert signed_in(nordsoft.agent).post(DATA).status_code == 404
