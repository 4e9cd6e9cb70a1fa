"""Every mail is text and HTML on the common frame."""

from pathlib import Path

import pytest
from django.conf import settings

FOLDER: Path = settings.BASE_DIR / "templates" / "emails"
FILES = [path for path in sorted(FOLDER.rglob("*.*")) if path.suffix in {".html", ".txt"}]
MAILS = [path for path in FILES if '{% extends "emails/base' in path.read_text()]


def test_there_are_mails() -> None:
    assert MAILS


@pytest.mark.parametrize("mail", MAILS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_it_stands_on_the_frame_of_its_kind_and_has_its_twin(mail: Path) -> None:
    other = {".txt": ".html", ".html": ".txt"}[mail.suffix]
    assert mail.with_suffix(other) in MAILS
    text = mail.read_text()
    assert text.startswith('{% extends "emails/base' + mail.suffix)
    assert mail.suffix == ".html" or "{% block subject %}" in text
