"""The managers' pages about surveys stand under an entry of the menu."""

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("survey/comments/", "dashboards/sla/"),
        ("survey/follow-ups/", "dashboards/sla/"),
        ("survey/not-sent/", "dashboards/sla/"),
        ("survey/settings/", "desk/settings/"),
    ],
)
def test_a_page_stands_under_its_entry(client: Client, nordsoft: Cast, path: str, entry: str) -> None:
    client.force_login(nordsoft.manager.user)
    page = client.get(f"/nordsoft/{path}").content.decode()
    menu = page[page.index("<header") : page.index("</header>")]
    assert menu.count('aria-current="page"') == 1
    assert f'href="/nordsoft/{entry}" aria-current="page"' in menu


def test_the_funnel_leads_to_the_reasons(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.manager.user)
    assert 'href="/nordsoft/survey/not-sent/"' in client.get("/nordsoft/dashboards/nps/").content.decode()


def test_an_agent_finds_satisfaction_in_the_menu(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    page = client.get("/nordsoft/dashboards/nps/").content.decode()
    assert (
        'href="/nordsoft/dashboards/nps/" aria-current="page"' in page[page.index("<header") : page.index("</header>")]
    )
