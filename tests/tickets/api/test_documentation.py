"""The description of the interface."""

import re
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import translation
from rest_framework.views import APIView

from tests.cast import Cast
from tests.tickets.api.caller import Caller

BASE = "/api/v1/"


def test_it_is_valid_and_without_warnings(tmp_path: Any) -> None:
    with translation.override("en"):
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))


def test_it_names_every_address_and_method(nordsoft: Cast, agent: Caller) -> None:
    answer = agent.get("schema/")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json"
    assert answer["Content-Language"] == "en"
    schema = answer.json()
    assert schema["openapi"] == "3.1.0"
    assert schema["servers"] == [{"url": "http://testserver/nordsoft"}]
    described = {
        (path.removeprefix(BASE).replace("{id}", "{pk}"), method.upper())
        for path, methods in schema["paths"].items()
        for method in methods
    }
    assert described == set(_views())


def test_the_guide_names_them_too() -> None:
    guide = (settings.BASE_DIR / "docs" / "api.md").read_text()
    rows = re.findall(r"^\| `([^`]+/)` \| ([A-Z, ]+) \|", guide, re.MULTILINE)
    told = {(path.replace("{id}", "{pk}"), method) for path, methods in rows for method in methods.split(", ")}
    assert told == set(_views())


def _views() -> list[tuple[str, str]]:
    """Give every address and method of the interface from the routes themselves."""
    found = []
    for entry in get_resolver("supportdesk.urls").url_patterns:
        route = str(entry.pattern)
        if not route.startswith("api/v1/"):
            continue
        for pattern in getattr(entry, "url_patterns", [entry]):
            view: Any = pattern.callback
            path = (route + (str(pattern.pattern) if pattern is not entry else "")).removeprefix("api/v1/")
            path = path.replace("<int:", "{").replace("<month:", "{").replace(">", "}")
            if issubclass(getattr(view, "cls", object), APIView) and getattr(view.cls, "schema", None):
                found += [(path, method) for method in view.cls.allowed]
    return found


def test_every_view_names_the_roles_of_every_method_it_has() -> None:
    for entry in get_resolver("supportdesk.urls").url_patterns:
        if str(entry.pattern).startswith("api/v1/"):
            for pattern in getattr(entry, "url_patterns", [entry]):
                view = getattr(pattern.callback, "cls", None)
                if view:
                    has = {name.upper() for name in view.http_method_names if hasattr(view, name)} - {"HEAD"}
                    assert has == set(view.allowed), view


def test_the_page_loads_nothing_from_outside_and_needs_no_exception(nordsoft: Cast, client: Client) -> None:
    client.force_login(nordsoft.agent.user)
    page = client.get("/nordsoft/api/v1/docs/")
    assert page.status_code == 200
    assert "http" not in page.content.decode().replace("http://www.w3.org", "").replace("https://www.w3.org", "")
    assert "unsafe" not in page["Content-Security-Policy"]
    assert client.get("/nordsoft/api/v1/schema/").status_code == 200


def test_a_guest_is_sent_to_sign_in(nordsoft: Cast, client: Client) -> None:
    assert client.get("/nordsoft/api/v1/docs/").status_code == 302
    assert client.get("/nordsoft/api/v1/schema/").status_code == 401
