"""From the address to the tenant: transactions, prefixes, languages, cookies and what is left alone."""

import json
import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import path, reverse

from accounts.access import EVERYBODY, roles
from accounts.models import Membership, Role
from accounts.tenancy.context import current_tenant, require_tenant_id, tenant_context
from contracts.models import Contact, Customer
from supportdesk.logs import logging_config
from tests.cast import Cast, make_cast


@login_not_required
def breaks(request: HttpRequest) -> HttpResponse:
    Customer.objects.create(name="Half done")
    raise RuntimeError("half way")


@login_not_required
def breaks_while_drawn(request: HttpRequest) -> HttpResponse:
    Customer.objects.create(name="Half done")
    template = engines["django"].from_string("{{ bomb }}")

    def bomb() -> str:
        raise RuntimeError("while drawn")

    return TemplateResponse(request, template, {"bomb": bomb})


@login_not_required
def breaks_at_commit(request: HttpRequest) -> HttpResponse:
    Contact.objects.create(customer_id=999_999_999, name="Points nowhere")
    return HttpResponse("written")


@login_not_required
def lazy(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string("{% for c in customers %}{{ c.name }};{% endfor %}{{ inside }}")
    return TemplateResponse(request, template, {"customers": Customer.objects.all(), "inside": _inside})


def _inside() -> str:
    return f"{connection.in_atomic_block}:{require_tenant_id()}"


@login_not_required
def writes(request: HttpRequest) -> HttpResponse:
    Customer.objects.create(name="Done")
    return HttpResponse(reverse("place"))


@roles(EVERYBODY)
def place(request: HttpRequest) -> HttpResponse:
    return HttpResponse(reverse("place"))


@pytest.fixture
def addresses(settings: Any) -> None:
    from supportdesk import urls

    module = ModuleType("addresses")
    vars(module).update(
        urlpatterns=[
            *urls.urlpatterns,
            path("breaks/", breaks),
            path("breaks-while-drawn/", breaks_while_drawn),
            path("breaks-at-commit/", breaks_at_commit),
            path("lazy/", lazy),
            path("writes/", writes),
            path("place/", place, name="place"),
        ],
        handler404=urls.handler404,
        handler500=urls.handler500,
    )
    settings.ROOT_URLCONF = module


def _names(cast: Cast) -> list[str]:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        return list(Customer.objects.values_list("name", flat=True))


@pytest.mark.parametrize("page", ["breaks", "breaks-while-drawn", "breaks-at-commit"])
@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_what_ends_in_a_500_writes_nothing(addresses: None, page: str) -> None:
    cast = make_cast("nordsoft")
    before = _names(cast)
    answer = Client(raise_request_exception=False).get(f"/nordsoft/{page}/")
    assert answer.status_code == 500
    assert "500.html" in [template.name for template in answer.templates]
    assert _names(cast) == before
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert not Contact.objects.filter(name="Points nowhere").exists()


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_what_ends_well_is_kept(addresses: None) -> None:
    cast = make_cast("nordsoft")
    assert Client().get("/nordsoft/writes/").status_code == 200
    assert "Done" in _names(cast)


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_a_lazy_response_is_drawn_inside_the_tenants_transaction(addresses: None) -> None:
    cast = make_cast("nordsoft")
    make_cast("lonhuset")
    text = Client().get("/nordsoft/lazy/").content.decode()
    assert text == f"Bergs Bygg AB;Furuviks Bageri;True:{cast.tenant.pk}"
    assert current_tenant.get() is None


def test_links_carry_the_tenant(addresses: None, client: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    assert client.get("/nordsoft/place/").content == b"/nordsoft/place/"
    client.force_login(lonhuset.agent.user)
    assert client.get("/lonhuset/place/").content == b"/lonhuset/place/"


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/nordsoft", "/nordsoft/"),
        ("/nordsoft?a=1", "/nordsoft/?a=1"),
        ("/nordsoft/account/profile", "/nordsoft/account/profile/"),
        ("/nordsoft/account/profile?a=1", "/nordsoft/account/profile/?a=1"),
    ],
)
def test_a_missing_slash_is_added(client: Client, nordsoft: Cast, address: str, to: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, to)


@pytest.mark.parametrize(("browser", "language"), [("da", "da"), ("sv-SE,sv;q=0.9", "sv"), ("fi", "en")])
@pytest.mark.parametrize("address", ["/nosuch/desk/", "/%00/", "/../", "/NORDSOFT/", "/favicon.ico", "/å/"])
def test_an_unknown_desk_is_not_found_in_the_browsers_language(
    client: Client, nordsoft: Cast, address: str, browser: str, language: str
) -> None:
    answer = client.get(address, headers={"Accept-Language": browser})
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.content.decode()


def test_health_asks_nothing_of_the_database(client: Client) -> None:
    # No database fixture: a query would raise.
    assert client.get("/healthz").json() == {"status": "ok"}


def test_one_sign_in_holds_at_every_desk_of_ones_own(client: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    user = nordsoft.agent.user
    with tenant_context(lonhuset.tenant.pk):
        Membership.objects.create(user=user, role=Role.MANAGER)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    form = strict.get("/nordsoft/account/profile/")
    token = form.cookies["csrftoken"].value
    assert strict.cookies["csrftoken"]["path"] == strict.cookies["supportdesk_session"]["path"] == "/"
    assert strict.get("/lonhuset/account/profile/").status_code == 200
    sent = strict.post("/lonhuset/account/language/", {"language": "da", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302
    assert strict.post("/lonhuset/account/language/", {"language": "da"}).status_code == 403


def test_a_member_shut_out_is_a_stranger(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    assert client.get("/nordsoft/account/profile/").status_code == 200
    nordsoft.agent.is_active = False
    nordsoft.agent.save()
    assert client.get("/nordsoft/account/profile/").status_code == 404


@pytest.mark.parametrize(
    ("user", "cookie", "language"), [("da", "en", "da"), ("", "en", "en"), ("", "", "sv"), ("", "xx", "sv")]
)
def test_the_users_language_comes_first_then_the_devices_then_the_desks(
    client: Client, nordsoft: Cast, user: str, cookie: str, language: str
) -> None:
    nordsoft.agent.user.language = user
    nordsoft.agent.user.save()
    client.force_login(nordsoft.agent.user)
    client.cookies["language"] = cookie
    assert client.get("/nordsoft/account/profile/")["Content-Language"] == language


def test_a_guest_chooses_a_language(client: Client, nordsoft: Cast) -> None:
    login = "/nordsoft/account/login/"
    assert client.get(login)["Content-Language"] == "sv"
    answer = client.post("/nordsoft/account/language/", {"language": "da", "next": login})
    assert answer["Location"] == login
    assert client.get(login)["Content-Language"] == "da"
    assert client.post("/nordsoft/account/language/", {"language": "xx"}).status_code == 404
    outside = client.post("/nordsoft/account/language/", {"language": "da", "next": "https://evil.example/"})
    assert outside["Location"] == "/nordsoft/"


def test_a_member_keeps_the_language_on_all_devices(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    client.post("/nordsoft/account/language/", {"language": "da"})
    nordsoft.agent.user.refresh_from_db()
    assert nordsoft.agent.user.language == "da"


@pytest.mark.parametrize(
    ("given", "kept"), [("abcdef-123456", True), ("short", False), ("x" * 65, False), ("a b; c=d!", False)]
)
def test_every_answer_carries_its_requests_id(client: Client, given: str, kept: bool) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) == kept
    assert 8 <= len(answer["X-Request-ID"]) <= 64


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """Read the product's own JSON lines as they would be written."""
    config = logging_config(level="INFO", as_json=True)["formatters"]["lines"]
    formatter = config.pop("()")(**config)
    written: list[dict[str, object]] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(formatter.format(record)))

    reader, log = Reader(), logging.getLogger("supportdesk.request")
    level = log.level
    log.setLevel(logging.INFO)
    log.addHandler(reader)
    yield written
    log.removeHandler(reader)
    log.setLevel(level)


def test_log_lines_name_request_and_tenant(client: Client, nordsoft: Cast, lines: list[dict[str, object]]) -> None:
    client.get("/nordsoft/account/login/", headers={"X-Request-ID": "abcdef-123456"})
    client.get("/healthz")
    first, second = lines
    assert (first["request_id"], first["tenant"]) == ("abcdef-123456", "nordsoft")
    assert (first["path"], first["status"], first["level"]) == ("/nordsoft/account/login/", 200, "info")
    assert "tenant" not in second
    assert second["request_id"] != "abcdef-123456"
