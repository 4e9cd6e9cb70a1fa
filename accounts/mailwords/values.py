"""What placeholders stand for: the reader, and blocks that we draw."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.template import Context, Engine
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString

from accounts.mailwords.drawing import Block, Value
from accounts.models import Tenant


class Fact(NamedTuple):
    """A line of a table: `strong` stands before the value."""

    label: str
    value: str
    strong: str = ""

    def __str__(self) -> str:
        return f"{self.label}: {' '.join(part for part in (self.strong, self.value) if part)}"


def reader_values(tenant: Tenant, name: str, *, link: str) -> dict[str, Value]:
    """Give what every mail knows: who reads it, who sends it, and where its button leads."""
    return {
        "contact.name": name,
        "contact.first_name": name.split(" ", 1)[0],
        "tenant.name": tenant.name,
        "tenant.telephone": tenant.telephone,
        "link": link,
    }


def facts(rows: Iterable[Fact]) -> Block:
    """Give a table of facts; those without a value are left out."""
    shown = [row for row in rows if row.value or row.strong]
    if not shown:
        return Block("", SafeString())
    return Block("\n".join(map(str, shown)), drawn("emails/facts.html", {"facts": shown}))


def bullets(lines: Iterable[str]) -> Block:
    """Give a list."""
    each = list(lines)
    items = format_html_join("", "<li>{}</li>", ((line,) for line in each))
    html = format_html('<ul style="margin:0 0 12px;padding:0 0 0 20px">{}</ul>', items) if each else SafeString()
    return Block("\n".join(f"- {line}" for line in each), html)


def plain(text: str) -> Block:
    """Give what somebody wrote in a field that is no Markdown."""
    return Block(text, SafeString(linebreaks(text, autoescape=True)) if text else SafeString())


def drawn(template: str, context: Mapping[str, object]) -> SafeString:
    """Draw a part of a mail, in the active language."""
    return Engine.get_default().get_template(template).render(Context(dict(context)))
