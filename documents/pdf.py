"""Typesets a document with Typst. Compiler and fonts come in the wheel: nothing of the system's, nothing by network."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parents[1] / "templates" / "documents"
# Tagged for screen readers, and kept readable for as long as the contract is.
STANDARDS: list[Any] = ["ua-1", "a-2a"]
UNKNOWN_CHARACTER = "could not be displayed"


def render_pdf(template: str, data: Mapping[str, Any], *, written_at: datetime) -> bytes:
    """Typeset `templates/documents/{template}.typ`; the same arguments give the same bytes.

    The template reads `data` with `json(bytes(sys.inputs.data))`: values only, never source text. It holds what JSON
    can; `title` and `language` (sv, da, en) must be there. `written_at` (with a zone) is the file's date. A character
    that the fonts do not have becomes an empty box, and the file then only claims to be tagged.
    RuntimeError for a template that is missing or wrong.
    """
    inputs = {"data": json.dumps(printable(data), ensure_ascii=False, sort_keys=True)}
    try:
        return _typeset(template, inputs, written_at, STANDARDS)
    except typst.TypstError as error:
        if UNKNOWN_CHARACTER not in str(error):
            raise
        return _typeset(template, inputs, written_at, [])


def _typeset(template: str, inputs: dict[str, str], written_at: datetime, standards: list[Any]) -> bytes:
    pdf = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs=inputs,
        timestamp=int(written_at.timestamp()),
        pdf_standards=standards,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    return pdf


def printable(value: Any) -> Any:
    """Leave out control characters, which no font has."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    return value
