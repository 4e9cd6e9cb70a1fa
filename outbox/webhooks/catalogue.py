"""The kinds of events that can be told, each registered by the app that knows it (AppConfig.ready)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EventKind:
    """`name` is for programs (`ticket.created`), `label` for the admin who chooses, under the heading `group`."""

    name: str
    label: Promise
    group: Promise
    place: int


# Sent by hand, to an endpoint whatever it has chosen.
TEST = "endpoint.test"
_kinds: dict[str, EventKind] = {}


def register(group: Promise, kinds: Iterable[tuple[str, Promise]], *, place: int) -> None:
    """Add kinds of events under a heading; those of the lowest `place` are shown first."""
    for name, label in kinds:
        _kinds[name] = EventKind(name, label, group, place)


def kinds() -> list[EventKind]:
    """Give what can be chosen, in the order in which it is shown."""
    return sorted(_kinds.values(), key=lambda kind: kind.place)


def label_of(name: str) -> str:
    """Give the words for a kind; a name that nobody knows any more stands for itself."""
    if name == TEST:
        return str(_("Test"))
    return str(_kinds[name].label) if name in _kinds else name
