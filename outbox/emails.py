"""Renders a mail: one text file whose first line is the subject, and one HTML file (docs/outbox.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, Engine
from django.utils import translation
from django.utils.text import Truncator

SUBJECT_LENGTH = 400


@dataclass(frozen=True)
class Letter:
    """A rendered mail."""

    subject: str
    text: str
    html: str


def render_letter(*, template: str, context: Mapping[str, Any], language: str) -> Letter:
    """Render `emails/{template}.txt` and `.html` in `language` (sv, da, en).

    Both get the context and `language`; the HTML gets `subject` as well. Names in text mails are not escaped.
    Raises TemplateDoesNotExist, and ValueError where the subject is empty.
    """
    engine = Engine.get_default()
    with translation.override(language):
        values = {"tone": "calm", **context, "language": language}
        text = engine.get_template(f"emails/{template}.txt").render(Context(values, autoescape=False))
        first, _, body = text.strip().partition("\n")
        subject = Truncator(" ".join(first.split())).chars(SUBJECT_LENGTH)
        if not subject:
            raise ValueError(f"emails/{template}.txt renders no subject in its first line.")
        html = engine.get_template(f"emails/{template}.html").render(Context(values | {"subject": subject}))
    return Letter(subject=subject, text=body.strip() + "\n", html=html)
