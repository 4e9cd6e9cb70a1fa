"""A conversation as markup. A long one is most of its page: each message and event is drawn here at once, without a
template of its own.

Every value goes through `conditional_escape`: only a message's body and an event's text may be markup already.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()
_LOCK = '<svg class="i" aria-hidden="true"><use href="#i-lock"/></svg>'


@register.simple_tag
def talk_message(message: Any, split_url: str = "") -> SafeString:
    """Draw one message {id, kind (customer, agent, note), author, via, time, iso, body (safe HTML), files, origin,
    quoted (safe HTML, folded away), doubt (why the sender could not be confirmed)}.

    Portal pages never pass a note. `split_url` (the desk alone): where a message becomes a ticket of its own;
    `origin`: from which merged ticket it is.
    """
    said = _reader(message)
    key, kind, author, time = said("id"), said("kind"), esc(said("author")), esc(said("time"))
    css = "" if kind == "customer" else f" {esc(kind)}"
    head = f'<span class="who" id="m{key}-who">{author}</span>'
    if kind == "note":
        label = _("Internal note, not seen by the customer")
        head += f'<span class="label">{_LOCK}{esc(label)}</span>'
    elif said("via"):
        head += f'<span class="mute">{esc(said("via"))}</span>'
    if said("origin"):
        head += f'<span class="badge">{esc(said("origin"))}</span>'
    elif split_url:
        head += _split(f"{split_url}?message={key}", said("author"), said("time"))
    doubt = _doubted(said("doubt")) if said("doubt") else ""
    quoted = _folded(said("quoted")) if said("quoted") else ""
    files = render_to_string("components/attachments.html", {"files": said("files")}) if said("files") else ""
    return mark_safe(  # noqa: S308
        f'<article class="msg{css}" id="m{key}" aria-labelledby="m{key}-who"><header>{head}'
        f'<time datetime="{esc(said("iso"))}">{time}</time></header>\n'
        f'{doubt}<div class="body">{esc(said("body"))}</div>{quoted}{files}</article>'
    )


@register.simple_tag
def talk_event(event: Any) -> SafeString:
    """Draw one event as a thin line {icon, text (may hold safe links), time, iso}."""
    said = _reader(event)
    return mark_safe(  # noqa: S308
        f'<p class="event"><svg class="i" aria-hidden="true"><use href="#i-{esc(said("icon"))}"/></svg>'
        f'<span>{esc(said("text"))}</span><time datetime="{esc(said("iso"))}">{esc(said("time"))}</time></p>'
    )


def _doubted(doubt: str) -> str:
    icon = '<svg class="i" aria-hidden="true"><use href="#i-warn"/></svg>'
    text = _("The sender could not be confirmed. Somebody else may have written this. The mail server says: %(words)s")
    return f'<div class="notice is-risk">{icon}<p>{esc(text % {"words": doubt})}</p></div>\n'


def _folded(quoted: str) -> str:
    icon = '<svg class="i" aria-hidden="true"><use href="#i-right"/></svg>'
    word = esc(_("Earlier mails"))
    return f'<details class="more"><summary>{icon}{word}</summary><div class="body mute">{esc(quoted)}</div></details>'


def _split(url: str, author: str, time: str) -> str:
    label = _("Split off the message of %(author)s, %(time)s") % {"author": author, "time": time}
    word = _("Split off")
    return f'<a class="act" href="{esc(url)}" aria-label="{esc(label)}">{esc(word)}</a>'


def _reader(item: Any) -> Any:
    """Read the portal's mappings and the desk's objects alike; what is not there is empty."""
    if isinstance(item, Mapping):
        return lambda name: item.get(name, "")
    return lambda name: getattr(item, name, "")
