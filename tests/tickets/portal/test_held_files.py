"""What came with a refused form is not sent twice."""

from datetime import timedelta

import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Attachment, HeldFile, Ticket
from tickets.services.held_files import drop_old

NEW = "/nordsoft/portal/new/"
ANSWERS = {"subject": "Payments", "text": "Since Wednesday.", "severity": "normal"}


def file(name: str = "bank.xml", content: bytes = b"<a/>") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/xml")


def test_a_refused_form_holds_its_files_and_the_next_try_attaches_them(
    karin: Client, django_capture_on_commit_callbacks: object
) -> None:
    page = karin.post(NEW, ANSWERS | {"text": "", "files": [file(), file("run.exe")]})
    held = HeldFile.objects.get()
    assert held.name == "bank.xml"
    assert f'name="held" value="{held.pk}" checked' in page.content.decode()
    again = karin.post(NEW, ANSWERS | {"subject": "", "held": [held.pk]})
    assert list(again.context["held"]) == [held]
    karin.post(NEW, ANSWERS | {"held": [held.pk], "files": [file("more.txt", b"more")]})
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["bank.xml", "more.txt"]
    assert default_storage.open(Attachment.objects.get(name="bank.xml").path).read() == b"<a/>"
    assert not HeldFile.objects.exists()


def test_one_unticked_is_left_out_and_a_strangers_is_not_found(karin: Client, lars: Client) -> None:
    karin.post(NEW, ANSWERS | {"text": "", "files": [file()]})
    held = HeldFile.objects.get()
    lars.post(NEW, ANSWERS | {"held": [held.pk, "x", "9" * 30]})
    assert Ticket.objects.count() == 1
    assert not Attachment.objects.exists()
    karin.post(NEW, ANSWERS)
    assert not Attachment.objects.exists()
    assert HeldFile.objects.get() == held


def test_a_reply_holds_them_as_well(nordsoft: Cast, karin: Client) -> None:
    address = f"/nordsoft/portal/tickets/{make_ticket(nordsoft).number}/messages/"
    page = karin.post(address, {"text": "", "files": [file()]})
    (held,) = page.context["held"]
    karin.post(address, {"text": "Here it is.", "held": [held.pk]})
    assert Attachment.objects.get().message.text == "Here it is."


@time_machine.travel(MONDAY, tick=False)
def test_a_member_holds_ten_at_most_and_a_day_at_most(karin: Client) -> None:
    for number in range(12):
        karin.post(NEW, ANSWERS | {"text": "", "files": [file(f"{number}.txt", b"x")]})
    assert HeldFile.objects.count() == 10
    assert not HeldFile.objects.filter(name="1.txt").exists()
    assert drop_old(now=MONDAY + timedelta(hours=23)) == 0
    assert drop_old(now=MONDAY + timedelta(hours=25)) == 10
    assert not HeldFile.objects.exists()
