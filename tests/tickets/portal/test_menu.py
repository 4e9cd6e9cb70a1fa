"""The pages that the contract's page leads to stand under its entry of the menu."""

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["contract/", "people/", "sessions/", "reports/", "statement/"])
def test_a_page_of_the_contract_stands_under_it(karin: Client, path: str) -> None:
    page = karin.get(f"/nordsoft/portal/{path}").content.decode()
    menu = page[page.index("<header") : page.index("</header>")]
    assert menu.count('aria-current="page"') == 1
    assert 'href="/nordsoft/portal/contract/" aria-current="page"' in menu
