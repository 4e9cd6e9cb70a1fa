"""Every address × every role × own desk, another desk's member and nobody (pretix's test_permissions is the model)."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse, set_script_prefix

from accounts.models import Role, User
from accounts.tenancy.context import tenant_context
from tests.cast import Cast, make_cast
from tests.conftest import Standing
from tests.house.access import PAGES, PUBLIC, Page
from tests.house.stage import Stage

GUEST, STRANGER = "guest", "stranger"


def _patterns(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield ":".join((*spaces, entry.name or str(entry.pattern))), entry


ADDRESSES = sorted(_patterns(get_resolver("supportdesk.urls")), key=lambda pair: pair[0])


def test_the_table_names_every_address_and_no_other() -> None:
    assert {name for name, _pattern in ADDRESSES} == set(PAGES)


@pytest.mark.parametrize(("name", "pattern"), ADDRESSES, ids=[name for name, _pattern in ADDRESSES])
def test_the_view_says_the_same_as_the_table(name: str, pattern: URLPattern) -> None:
    who = PAGES[name].who
    view: Any = pattern.callback
    if isinstance(who, dict):
        assert view.cls.allowed == who
    elif who == PUBLIC:
        assert view.login_required is False
        assert not hasattr(view, "allowed_roles")
    else:
        assert getattr(view, "login_required", True)
        assert view.allowed_roles == who


@pytest.fixture(scope="module")
def signed_in(standing: Standing) -> Iterator[tuple[Cast, dict[str, str]]]:
    """Sign everybody in once: each role here, and the other desk's admin. Each test takes back what it does."""
    with standing():
        cast, other = make_cast("nordsoft"), make_cast("lonhuset")
        users = {role: cast.member(role).user for role in Role.values} | {STRANGER: other.admin.user}
        yield cast, {who: _session_of(user) for who, user in users.items()}


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def nordsoft(signed_in: tuple[Cast, dict[str, str]], db: None) -> Iterator[Cast]:
    cast = deepcopy(signed_in[0])
    with tenant_context(cast.tenant.pk):
        yield cast


@pytest.fixture
def clients(signed_in: tuple[Cast, dict[str, str]]) -> dict[str, Client]:
    """Give everybody a browser; the guest is nobody."""
    everybody = {who: Client(raise_request_exception=False) for who in (GUEST, *signed_in[1])}
    for who, key in signed_in[1].items():
        everybody[who].cookies[settings.SESSION_COOKIE_NAME] = key
    return everybody


@pytest.mark.parametrize("name", [name for name, _pattern in ADDRESSES])
def test_who_gets_in(name: str, nordsoft: Cast, clients: dict[str, Client]) -> None:
    page = PAGES[name]
    set_script_prefix("/nordsoft/")
    address = reverse(name, urlconf="supportdesk.urls", kwargs=page.arguments(Stage(nordsoft)))
    wrong = []
    for method in page.methods:
        for who, client in clients.items():
            status, to = _ask(client, method, address, page.data)
            if not _is_right(page, method, who, status, to):
                wrong.append(f"{method} {address} by {who}: {status} {to}")
    assert wrong == []


def _ask(client: Client, method: str, address: str, data: dict[str, Any]) -> tuple[int, str]:
    """Ask, and undo what the answer did: the next one finds the stage as it was."""
    with transaction.atomic():
        answer = client.post(address, data) if method == "POST" else client.generic(method, address)
        transaction.set_rollback(True)
    return answer.status_code, answer.get("Location", "")


def _is_right(page: Page, method: str, who: str, status: int, to: str) -> bool:
    is_sent_to_sign_in = status == 302 and to.startswith("/nordsoft/account/login/?next=")
    if page.who == PUBLIC or who in page.answered(method):
        return status < 500 and status not in (401, 403, 404) and not is_sent_to_sign_in
    if who == GUEST:
        return status == 401 if isinstance(page.who, dict) else is_sent_to_sign_in
    return status == 404 or (status == 405 and _tells_nothing(page, method, who))


def _tells_nothing(page: Page, method: str, who: str) -> bool:
    """Say whether 405 tells no secret: to a member let in otherwise, or of a method nobody may use."""
    return who != STRANGER and (not page.let_in(method) or who in page.let_in(method))
