import gettext
import os
from pathlib import Path

from embedded.translations import compile_translations

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Ticket"
msgstr "{}"
"""


def test_compiles_what_is_newer_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "sv/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO.format("Ärende"), encoding="utf-8")
    assert compile_translations(tmp_path) == 1
    assert gettext.translation("django", tmp_path, ["sv"]).gettext("Ticket") == "Ärende"
    assert compile_translations(tmp_path) == 0

    target = source.with_suffix(".mo")
    source.write_text(PO.format("Fall"), encoding="utf-8")
    os.utime(source, (target.stat().st_mtime + 1,) * 2)
    assert compile_translations(tmp_path) == 1
