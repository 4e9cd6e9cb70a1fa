"""manage.py receive_mail: what its exit status tells the mail server."""

import io
import os
import subprocess
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from inbox.models import InboundMail
from inbox.services import storing
from tests.cast import Cast
from tests.inbox.running import environment, manage
from tickets.models import Mailbox

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
MAIL = b"From: karin@bergs.example\nSubject: Hello\n\nHello\n"


@pytest.fixture(autouse=True)
def _mailboxes(nordsoft: Cast) -> None:
    with transaction.atomic():
        for name in ("support", "pay"):
            Mailbox.objects.create(address=f"{name}@nordsoft.example")


def _receive(monkeypatch: pytest.MonkeyPatch, raw: bytes, *words: str) -> int | str | None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    try:
        call_command("receive_mail", *words, stderr=io.StringIO())
    except SystemExit as end:
        return end.code
    return os.EX_OK


def _kept() -> list[tuple[Any, ...]]:
    with transaction.atomic():
        return list(InboundMail.objects.values_list("mailbox__address", "recipient", "envelope_from", "source"))


@pytest.mark.parametrize(
    ("words", "mailbox"),
    [
        (["--tenant", "nordsoft"], "support"),
        (["--tenant", "nordsoft", "--to", "pay@nordsoft.example"], "pay"),
        (["--to", "Support+t12@Nordsoft.example"], "support"),
    ],
)
def test_whose_mailbox_it_is(monkeypatch: pytest.MonkeyPatch, words: list[str], mailbox: str) -> None:
    assert _receive(monkeypatch, MAIL, *words, "--from", "") == os.EX_OK
    to = words[words.index("--to") + 1] if "--to" in words else ""
    assert _kept() == [(f"{mailbox}@nordsoft.example", to, "", "pipe")]


def test_without_a_sender_it_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _receive(monkeypatch, MAIL, "--tenant", "nordsoft") == os.EX_OK
    assert _kept()[0][2] is None


@pytest.mark.parametrize(
    ("raw", "words", "status"),
    [
        (MAIL, ["--to", "nobody@nordsoft.example"], os.EX_NOUSER),
        (MAIL, ["--tenant", "nobody"], os.EX_NOUSER),
        (MAIL, ["--tenant", "lonhuset", "--to", "pay@nordsoft.example"], os.EX_NOUSER),
        (b" \n", ["--tenant", "nordsoft"], os.EX_DATAERR),
        (MAIL + b"x" * 2000, ["--tenant", "nordsoft"], os.EX_DATAERR),
    ],
)
def test_what_is_refused(monkeypatch: pytest.MonkeyPatch, raw: bytes, words: list[str], status: int) -> None:
    monkeypatch.setattr("inbox.management.commands.receive_mail.LARGEST", 1000)
    monkeypatch.setattr(storing, "LARGEST", 1000)
    assert _receive(monkeypatch, raw, *words) == status
    assert _kept() == []


@pytest.mark.parametrize("database_away", [False, True])
def test_as_a_process(database_away: bool) -> None:
    done = subprocess.run(
        manage("receive_mail", "--tenant", "nordsoft"),
        env=environment(database_away=database_away),
        input=MAIL + b"\xff\x00\r\n",
        capture_output=True,
        check=False,
    )
    assert done.returncode == (os.EX_TEMPFAIL if database_away else os.EX_OK)
    assert len(_kept()) == (not database_away)


@pytest.mark.parametrize(
    ("words", "more"),
    [(["--tennant", "nordsoft"], {}), ([], {}), (["--tenant", "nordsoft"], {"PUBLIC_URL": "nonsense"})],
)
def test_a_wrong_word_or_setting_leaves_the_message_with_the_mail_server(
    words: list[str], more: dict[str, str]
) -> None:
    env = environment() | more
    done = subprocess.run(manage("receive_mail", *words), env=env, input=MAIL, capture_output=True, check=False)
    assert done.returncode == os.EX_TEMPFAIL
    assert _kept() == []


def test_a_kept_message_answers_0_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for _time in range(2):
        assert _receive(monkeypatch, MAIL, "--tenant", "nordsoft") == os.EX_OK
    assert len(_kept()) == 1
