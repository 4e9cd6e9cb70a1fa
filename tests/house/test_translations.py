"""Every text in three languages: nothing missing, nothing fuzzy, nothing new that was not extracted."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

LANGUAGES = ["sv", "da"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue(language: str, root: Path = settings.BASE_DIR) -> polib.POFile:
    return polib.pofile(str(root / "locale" / language / "LC_MESSAGES" / "django.po"))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_fuzzy(language: str) -> None:
    entries = [entry for entry in catalogue(language) if not entry.obsolete]
    assert len(entries) > 300
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(texts(entry))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language: str) -> None:
    wrong = [
        entry.msgid
        for entry in catalogue(language)
        if not entry.obsolete
        for text in texts(entry)
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(text)))
    ]
    assert wrong == []


def test_no_text_stands_inside_an_f_string() -> None:
    """Extraction does not look there, so it would stay English."""
    inside = re.compile(r"""\bf(["']).*?\{_\(""")
    packages = ["accounts", "contracts", "demo", "outbox", "reports", "sla", "supportdesk", "surveys", "tickets"]
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{number}"
        for package in packages
        for path in (settings.BASE_DIR / package).rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if inside.search(line)
    ]
    assert found == []


def test_every_text_in_the_code_is_in_the_catalogues(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        assert not os.environ.get("CI"), "gettext must be installed in CI"
        pytest.skip("gettext is not installed: only CI compares the code with the catalogues")
    copy = tmp_path / "copy"
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.html", "*.txt", "*.po"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    for name in filter(None, names):
        source = settings.BASE_DIR / name
        if source.exists() and not name.startswith("tests/"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy / name)
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-wrap", "-v", "0"]
    for language in LANGUAGES:
        command += ["-l", language]
    environment = os.environ | {"SUPPORTDESK_NO_SERVERS": "1", "DJANGO_SETTINGS_MODULE": "supportdesk.settings"}
    subprocess.run(command, cwd=copy, check=True, env=environment)
    for language in LANGUAGES:
        kept = {(e.msgctxt, e.msgid) for e in catalogue(language) if not e.obsolete}
        found = {(e.msgctxt, e.msgid) for e in catalogue(language, copy)}
        assert found - kept == set(), "run: manage.py makemessages -l sv -l da --no-obsolete --no-wrap, and translate"
        assert kept - found == set(), "no longer in the code: run makemessages"


def test_texts_are_marked_by_names_that_the_extraction_knows() -> None:
    """It knows gettext's own names and `_`: behind another one a text stays English for everybody."""
    renamed = re.compile(r"import n?p?gettext(?:_lazy)? as (?!_$)\w+", re.M)
    names = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in names if renamed.search((settings.BASE_DIR / name).read_text())] == []
