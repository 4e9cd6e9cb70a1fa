"""Filters with a name: whose they are, and who sees them."""

import pytest
from django.core.exceptions import ValidationError

from tests.cast import Cast
from tickets.models import SavedView, Team, TeamMember
from tickets.selectors.saved_views import question_of, saved_views
from tickets.services.saved_views import delete_view, save_view


def test_who_has_it_in_the_rail(nordsoft: Cast) -> None:
    TeamMember.objects.create(team=nordsoft.team, membership=nordsoft.colleague)
    mine = save_view(actor=nordsoft.agent, name="Mine", query="severity=high")
    ours = save_view(actor=nordsoft.agent, name="Ours", query="", audience="team", team=nordsoft.team, position=1)
    all_ = save_view(actor=nordsoft.agent, name="All", query="", audience="everyone", position=2)
    assert saved_views(nordsoft.agent) == [mine, ours, all_]
    assert saved_views(nordsoft.colleague) == [ours, all_]
    assert saved_views(nordsoft.manager) == [all_]
    assert question_of(mine).values == {"severity": "high"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Kept"}, "name"),
        ({"audience": "team"}, "team"),
        ({"audience": "team", "team": "other"}, "team"),
    ],
)
def test_what_is_refused(nordsoft: Cast, fields: dict[str, str], field: str) -> None:
    save_view(actor=nordsoft.agent, name="Kept", query="")
    more = {"team": Team.objects.create(name="Payroll")} if "team" in fields else {}
    with pytest.raises(ValidationError) as refused:
        save_view(actor=nordsoft.agent, query="", **{"name": "New", **fields, **more})  # type: ignore[arg-type]
    assert list(refused.value.message_dict) == [field]


def test_only_the_owner_changes_it(nordsoft: Cast) -> None:
    view = save_view(actor=nordsoft.agent, name="All", query="", audience="everyone")
    with pytest.raises(ValidationError):
        save_view(actor=nordsoft.colleague, view=view, name="Other", query="")
    with pytest.raises(ValidationError):
        delete_view(actor=nordsoft.colleague, view=view)
    delete_view(actor=nordsoft.agent, view=view)
    assert not SavedView.objects.exists()


def test_a_value_that_is_not_understood_any_more_is_left_out(nordsoft: Cast) -> None:
    view = save_view(actor=nordsoft.agent, name="Old", query="severity=urgent&status=new")
    assert question_of(view).values == {"status": "new"}
