"""Tags."""

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Tag, Ticket, TicketTag
from tickets.services.tags import add_tag, delete_tag, normalise, remove_tag, rename_tag, set_tags


def names(ticket: Ticket) -> list[str]:
    return list(TicketTag.objects.filter(ticket=ticket).order_by("tag__name").values_list("tag__name", flat=True))


@pytest.mark.parametrize(
    ("typed", "kept"), [("#Printer", "printer"), ("  Årets  BOKSLUT ", "årets bokslut"), ("a,b", "a b"), ("a\0b", "ab")]
)
def test_one_name_for_what_is_the_same(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize("typed", ["", " # ", ",", "x" * 41])
def test_what_is_no_tag(typed: str) -> None:
    with pytest.raises(ValidationError):
        normalise(typed)


def test_added_once_and_removed_once(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for _ in range(2):
        tag = add_tag(ticket=ticket, actor=nordsoft.agent, name="Printer", now=MONDAY)
    assert names(ticket) == ["printer"]
    for _ in range(2):
        remove_tag(ticket=ticket, actor=nordsoft.agent, tag=tag, now=MONDAY)
    told = [event.data for event in ticket.events.filter(kind="tagged")]
    assert told == [{"added": "printer"}, {"removed": "printer"}]


def test_all_at_once(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    set_tags(ticket=ticket, actor=nordsoft.agent, names=["a", "b"], now=MONDAY)
    set_tags(ticket=ticket, actor=nordsoft.agent, names=["B", "c"], now=MONDAY)
    assert names(ticket) == ["b", "c"]


def test_renamed_joined_deleted_by_managers(nordsoft: Cast) -> None:
    one, two = make_ticket(nordsoft), make_ticket(nordsoft)
    set_tags(ticket=one, actor=nordsoft.agent, names=["print", "printer"], now=MONDAY)
    set_tags(ticket=two, actor=nordsoft.agent, names=["print"], now=MONDAY)
    tag = Tag.objects.get(name="print")
    with pytest.raises(NotAllowedError):
        rename_tag(tag=tag, actor=nordsoft.agent, name="x")
    with pytest.raises(ValidationError) as refused:
        rename_tag(tag=tag, actor=nordsoft.manager, name="Printer")
    assert set(refused.value.message_dict) == {"name"}
    rename_tag(tag=tag, actor=nordsoft.manager, name="Printer", merge=True)
    assert (names(one), names(two)) == (["printer"], ["printer"])
    kept = rename_tag(tag=Tag.objects.get(), actor=nordsoft.manager, name="printing")
    assert names(two) == ["printing"]
    delete_tag(tag=kept, actor=nordsoft.manager)
    assert not Tag.objects.exists()
