"""The options of a list to choose from, drawn at once: a template for each of two hundred colleagues is dear."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def ui_options(pairs: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """Draw values with their labels; the chosen one is selected."""
    return _joined(
        _option(value, label, {"selected": True} if chosen and value == chosen else {}) for value, label in pairs
    )


def widget_options(options: Iterable[Mapping[str, Any]]) -> SafeString:
    """Draw what a select widget of a form gives (accounts/widgets.py)."""
    return _joined(_option(option["value"], option["label"], option["attrs"]) for option in options)


def _option(value: object, label: Any, attrs: Mapping[str, object]) -> str:
    return f'<option value="{esc(str(value))}"{attributes(attrs)}>{esc(label)}</option>'


def attributes(attrs: Mapping[str, object]) -> str:
    """Give attributes of a tag, each with a space before it: True is a name alone, False is left out."""
    return "".join(
        f" {esc(name)}" if said is True else f' {esc(name)}="{esc(str(said))}"'
        for name, said in attrs.items()
        if said is not False
    )


def _joined(options: Iterable[str]) -> SafeString:
    return mark_safe("".join(options))  # noqa: S308  # every text is escaped above
