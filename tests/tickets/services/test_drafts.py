"""Drafts are kept for their writer, and nothing typed in two windows is lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Draft, DraftFile, Ticket
from tickets.services.draft_keeping import CLEARED, KEPT, tidy_tenants
from tickets.services.drafts import DraftMovedError, add_picture, save_draft, sending

LATER = MONDAY + timedelta(minutes=1)


@pytest.fixture
def ticket(nordsoft: Cast, settings: Any, tmp_path: Path) -> Ticket:
    settings.MEDIA_ROOT = tmp_path
    return make_ticket(nordsoft)


def save(cast: Cast, ticket: Ticket, text: str, revision: int = 0, **more: Any) -> Draft | None:
    return save_draft(
        **{"ticket": ticket, "actor": cast.agent, "kind": "reply", "now": MONDAY} | more, text=text, revision=revision
    )


def paste(cast: Cast, ticket: Ticket, name: str = "image.png") -> DraftFile:
    file = SimpleUploadedFile(name, b"\x89PNG", "image/png")
    return add_picture(ticket=ticket, actor=cast.agent, kind="reply", file=file, now=MONDAY)


def test_each_save_is_a_revision_and_reply_and_note_are_apart(nordsoft: Cast, ticket: Ticket) -> None:
    save(nordsoft, ticket, "Dear")
    kept = save(nordsoft, ticket, "Dear Karin", 1, now=LATER)
    save(nordsoft, ticket, "Ask Oskar", kind="note")
    assert kept
    assert (kept.text, kept.revision, kept.saved_at) == ("Dear Karin", 2, LATER)
    assert dict(Draft.objects.values_list("kind", "text")) == {"reply": "Dear Karin", "note": "Ask Oskar"}


def test_nothing_is_kept_of_nothing(nordsoft: Cast, ticket: Ticket) -> None:
    assert save(nordsoft, ticket, "  \n") is None
    assert not Draft.objects.exists()


def test_another_windows_text_is_not_overwritten(nordsoft: Cast, ticket: Ticket) -> None:
    save(nordsoft, ticket, "First")
    with pytest.raises(DraftMovedError) as caught:
        save(nordsoft, ticket, "Second")
    assert caught.value.current
    assert caught.value.current.text == "First"
    assert Draft.objects.get().text == "First"
    assert save(nordsoft, ticket, "First")  # the same text is no conflict


def test_what_was_sent_in_another_window_is_said(nordsoft: Cast, ticket: Ticket) -> None:
    with pytest.raises(DraftMovedError) as caught:
        save(nordsoft, ticket, "More", 3)
    assert caught.value.current is None


def test_pictures_are_named_in_order_and_only_those_shown_are_sent(nordsoft: Cast, ticket: Ticket) -> None:
    names = [paste(nordsoft, ticket, name).name for name in ("image.png", "bild på skärm.JPG", "x.png")]
    assert names == ["picture-1.png", "picture-2.jpg", "picture-3.png"]
    paths = list(DraftFile.objects.values_list("path", flat=True))
    text = "![a](picture-1.png) and ![b](picture-3.png)"
    with sending(ticket=ticket, actor=nordsoft.agent, kind="reply", text=text, revision=0) as files:
        assert [file.name for file in files] == ["picture-1.png", "picture-3.png"]
        assert files[0].read() == b"\x89PNG"
    assert not Draft.objects.exists()
    assert all(default_storage.exists(path) for path in paths)  # until the commit


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_the_files_go_with_the_commit(nordsoft: Cast, ticket: Ticket) -> None:
    path = paste(nordsoft, ticket).path
    with sending(ticket=ticket, actor=nordsoft.agent, kind="reply", text="", revision=0):
        assert default_storage.exists(path)
    assert not default_storage.exists(path)


@pytest.mark.parametrize("name", ["run.exe", "page.svg", "notes.txt", "none"])
def test_only_pictures_are_taken(nordsoft: Cast, ticket: Ticket, name: str) -> None:
    with pytest.raises(ValidationError):
        paste(nordsoft, ticket, name)
    assert not DraftFile.objects.exists()


def test_at_most_ten_pictures(nordsoft: Cast, ticket: Ticket) -> None:
    for _ in range(10):
        paste(nordsoft, ticket)
    with pytest.raises(ValidationError):
        paste(nordsoft, ticket)


def test_a_draft_saved_elsewhere_since_outlives_the_sending(nordsoft: Cast, ticket: Ticket) -> None:
    save(nordsoft, ticket, "Mine")
    save(nordsoft, ticket, "Written on the train", 1)
    with sending(ticket=ticket, actor=nordsoft.agent, kind="reply", text="Mine", revision=1):
        pass
    assert Draft.objects.get().text == "Written on the train"


def test_tidying_takes_the_old_the_empty_and_what_no_text_shows(nordsoft: Cast, ticket: Ticket) -> None:
    paste(nordsoft, ticket)
    paste(nordsoft, ticket)
    save(nordsoft, ticket, "Only ![b](picture-2.png)", 0)
    save(nordsoft, ticket, "A note", kind="note")
    save(nordsoft, ticket, "", 1, kind="note")
    tidy_tenants(now=MONDAY + CLEARED - timedelta(seconds=1))
    assert (Draft.objects.count(), DraftFile.objects.count()) == (2, 2)
    with Budget(12):
        tidy_tenants(now=MONDAY + CLEARED)
    assert [file.name for file in DraftFile.objects.all()] == ["picture-2.png"]
    assert [draft.kind for draft in Draft.objects.all()] == ["reply"]
    tidy_tenants(now=MONDAY + KEPT)
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()
