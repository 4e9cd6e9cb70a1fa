"""What an admin does to members."""

import pytest

from accounts.errors import NotAllowedError, RefusedError
from accounts.models import Membership, Role
from accounts.services.members import activate, change_role, deactivate
from tests.cast import Cast


def test_a_role_is_changed(nordsoft: Cast) -> None:
    change_role(membership=nordsoft.agent, role=Role.MANAGER, actor=nordsoft.admin)
    assert Membership.objects.get(pk=nordsoft.agent.pk).role == Role.MANAGER


@pytest.mark.parametrize("actor", ["customer", "agent", "consultant", "manager"])
def test_only_an_admin_manages_members(nordsoft: Cast, actor: str) -> None:
    by = nordsoft.member(actor)
    for change in (
        lambda: change_role(membership=nordsoft.colleague, role=Role.ADMIN, actor=by),
        lambda: deactivate(membership=nordsoft.colleague, actor=by),
        lambda: activate(membership=nordsoft.colleague, actor=by),
    ):
        with pytest.raises(NotAllowedError):
            change()


def test_the_last_active_admin_stays(nordsoft: Cast) -> None:
    with pytest.raises(RefusedError):
        change_role(membership=nordsoft.admin, role=Role.AGENT, actor=nordsoft.admin)
    with pytest.raises(RefusedError):
        deactivate(membership=nordsoft.admin, actor=nordsoft.admin)
    second = change_role(membership=nordsoft.manager, role=Role.ADMIN, actor=nordsoft.admin)
    deactivate(membership=nordsoft.admin, actor=second)
    with pytest.raises(RefusedError):
        change_role(membership=second, role=Role.AGENT, actor=second)


def test_a_customer_keeps_their_role_and_nobody_becomes_one(nordsoft: Cast) -> None:
    with pytest.raises(RefusedError):
        change_role(membership=nordsoft.member("customer"), role=Role.AGENT, actor=nordsoft.admin)
    with pytest.raises(RefusedError):
        change_role(membership=nordsoft.agent, role=Role.CUSTOMER, actor=nordsoft.admin)


def test_who_is_let_in_again_has_the_role_of_before(nordsoft: Cast) -> None:
    deactivate(membership=nordsoft.consultant, actor=nordsoft.admin)
    back = activate(membership=nordsoft.consultant, actor=nordsoft.admin)
    assert (back.is_active, back.role) == (True, Role.CONSULTANT)
