"""Everything that can be set, on one page: each member finds what they may open, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sections import SETTINGS, section_of
from tests.budget import Budget
from tests.cast import Cast
from tickets.desk.settings_list import GROUPS


def test_an_admin_finds_all(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.admin.user)
    page = client.get("/nordsoft/desk/settings/").content.decode()
    for group in GROUPS:
        for entry in group.entries:
            assert reverse(entry.view) in page


def test_an_agent_finds_macros_and_no_prices(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    page = client.get("/nordsoft/desk/settings/").content.decode()
    assert reverse("desk:macros") in page
    assert reverse("desk:prices") not in page
    assert reverse("accounts:admin_users") not in page


@pytest.mark.parametrize("entry", [entry for group in GROUPS for entry in group.entries], ids=lambda entry: entry.view)
def test_each_page_of_the_desk_stands_under_settings(entry: object) -> None:
    view = str(entry.view)  # type: ignore[attr-defined]
    assert not view.startswith(("desk:", "inbox:", "surveys:")) or section_of(view) is SETTINGS


def test_asks_nothing_of_its_own(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.manager.user)
    with Budget(10):
        client.get("/nordsoft/desk/settings/")
