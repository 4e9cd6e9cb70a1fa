"""Teams, and who is in them."""

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from tests.cast import Cast
from tickets.models import Team
from tickets.services.teams import create_team, update_team


def names(team: Team) -> set[str]:
    return {member.membership.user.name for member in team.members.all()}


def test_a_team_is_made_named_and_filled(nordsoft: Cast) -> None:
    team = create_team(actor=nordsoft.manager, name="Payroll")
    update_team(team=team, actor=nordsoft.manager, name="Pay", members=[nordsoft.agent, nordsoft.colleague])
    assert (Team.objects.get(pk=team.pk).name, names(team)) == ("Pay", {"Maja Sandell", "Oskar Nyström"})
    update_team(team=team, actor=nordsoft.manager, name="Pay", members=[nordsoft.colleague])
    assert names(team) == {"Oskar Nyström"}


def test_what_is_refused(nordsoft: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        create_team(actor=nordsoft.manager, name="business SYSTEMS")
    assert set(refused.value.message_dict) == {"name"}
    assert nordsoft.karin.membership
    with pytest.raises(ValidationError) as refused:
        update_team(team=nordsoft.team, actor=nordsoft.manager, name="Pay", members=[nordsoft.karin.membership])
    assert set(refused.value.message_dict) == {"members"}
    with pytest.raises(NotAllowedError):
        create_team(actor=nordsoft.agent, name="Payroll")
