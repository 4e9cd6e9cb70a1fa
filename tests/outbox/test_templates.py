"""Every mail is text and HTML on the common frame."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER: Path = settings.BASE_DIR / "templates" / "emails"
FILES = [path for path in sorted(FOLDER.rglob("*.*")) if path.suffix in {".html", ".txt"}]
# On the frame itself, or on a mail that stands on it.
MAILS = [path for path in FILES if path.read_text().startswith('{% extends "emails/')]


def test_there_are_mails() -> None:
    assert MAILS


@pytest.mark.parametrize("mail", MAILS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_it_stands_on_the_frame_of_its_kind_and_has_its_twin(mail: Path) -> None:
    other = {".txt": ".html", ".html": ".txt"}[mail.suffix]
    assert mail.with_suffix(other) in MAILS
    text = mail.read_text()
    below = re.match(r'\{% extends "(emails/[\w/]+(\.\w+))" %\}', text)
    assert below is not None
    assert below[2] == mail.suffix
    is_base = below[1] == f"emails/base{mail.suffix}"
    assert is_base or FOLDER.parent / below[1] in MAILS
    assert mail.suffix == ".html" or not is_base or "{% block subject %}" in text
