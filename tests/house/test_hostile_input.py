"""Whatever stands in an address or a form, the answer is a page or a refusal, and never an error of ours.

The test client raises what a view raises: a request that ends here without an exception did not end in a 500.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.factories import make_ticket

NUL, LONG = "a\0b", "9" * 5000
HOSTILE = [NUL, "-1", str(10**20), "²", "👩‍👩‍👧‍👦 \u202e'\"><script>", LONG, "\ud800", '((|&! "or']
# No form has a place in a list; and text that is no Unicode arrives there as a lone surrogate does.
PLACES = ["1_1e999999_1", "1_NaN_1"]
RAW = ["%ff%fe"]
NAMES = {
    "desk/": ["q", "view", "severity", "status", "assignee", "team", "product", "customer", "after", "before", "part"],
    "desk/customers/": ["q", "after"],
    "desk/palette/": ["q", "here"],
    "desk/prices/new/": ["like"],
    "desk/payslips/": ["month", "page"],
    "prices/": ["payslips", "plan", "currency"],
    "portal/statement/": ["month"],
    "desk/tickets/new/": ["q", "customer", "follows"],
    "portal/notices/": ["kind", "product", "page"],
    "portal/terms/": ["on"],
    "desk/notices/": ["kind", "status", "page"],
    "portal/tickets/": ["q", "status", "severity", "product", "period", "who", "after"],
    "portal/company/": ["q", "who", "after"],
    "portal/new/promise/": ["severity", "product", "shown", "subject"],
    "portal/new/similar/": ["subject"],
    "dashboards/sla/": ["clock", "since", "until", "customer", "company", "plan", "severity", "by", "sort", "list"],
    "dashboards/sla/clocks/": ["clock", "since", "until", "customer", "team", "which", "hour", "page"],
    "dashboards/sla/flow/": ["since", "until", "company", "product", "channel", "by", "sort", "step"],
    "dashboards/sla/tickets/": ["since", "until", "customer", "channel", "what", "asked", "age", "week", "page"],
    "dashboards/today/": ["list"],
    "dashboards/nps/": ["since", "until", "team", "plan", "severity", "promise", "customer", "by", "list"],
    "dashboards/nps/surveys/": ["since", "until", "product", "promise", "customer", "which", "page"],
    "api/v1/tickets/": [
        "cursor", "limit", "order", "status", "open", "severity", "view", "assignee", "customer", "contact", "product",
        "team", "external_id", "opened_since", "updated_since", "due_before", "q",
    ],
    "api/v1/customers/": ["cursor", "limit", "q"],
    "api/v1/contracts/": ["cursor", "customer"],
    "api/v1/sla/preview/": ["customer", "product", "severity"],
    "api/v1/nps/": ["month", "since", "until"],
}  # fmt: skip


def _sign_in(client: Client, cast: Cast, path: str) -> None:
    member: Any = cast.karin.membership if path.startswith("portal") else cast.manager
    client.force_login(member.user)


def _quoted(texts: list[str]) -> list[str]:
    return [quote(text, errors="surrogatepass") for text in texts]


IN_ADDRESSES = [*_quoted([*HOSTILE, *PLACES]), *RAW]


def _queries(names: list[str]) -> Iterator[dict[str, str]]:
    """Give every name every text: all names at once, each with another one; and what most stumble over alone."""
    for shift in range(len(IN_ADDRESSES)):
        yield {name: IN_ADDRESSES[(at + shift) % len(IN_ADDRESSES)] for at, name in enumerate(names)}
    if len(names) > 1:
        for name in names:
            yield from ({name: text} for text in _quoted([NUL, LONG]))


@pytest.mark.parametrize("path", NAMES)
def test_addresses(client: Client, nordsoft: Cast, path: str) -> None:
    make_ticket(nordsoft)
    _sign_in(client, nordsoft, path)
    queries = list(_queries(NAMES[path]))
    for query in queries:
        answer = client.get(f"/nordsoft/{path}?{'&'.join(map('='.join, query.items()))}")
        assert answer.status_code < 500, query
        if answer.status_code != 200 and len(query) > 1:  # a refusal may hide what the other names do
            queries += ({name: text} for name, text in query.items())


PATHS = [
    "desk/tickets/{}/", "desk/customers/{}/", "attachments/{}/", "survey/{}/", "survey/follow-ups/{}/",
    "portal/notices/{}/", "portal/notices/stop/{}/", "portal/notices/calendar/{}.ics", "portal/terms/{}/",
    "account/invitation/{}/", "api/v1/tickets/{}/", "api/v1/tickets/{}/clocks/", "api/v1/customers/{}/",
    "api/v1/customers/{}/contacts/", "api/v1/calendars/{}/days/", "api/v1/calendars/{}/", "api/v1/attachments/{}/",
    "desk/billing/{}/", "desk/billing/2026-03/{}/", "desk/billing/2026-03/export.{}", "desk/customers/{}/payslips/",
    "api/v1/billing/{}/", "dashboards/sla/{}.csv", "dashboards/sla/flow/{}.csv", "dashboards/customers/{}/",
    "dashboards/customers/1/{}/", "portal/reports/{}/", "portal/reports/{}.pdf", "account/logo/{}.png",
    "account/password/reset/key/{}-{}/",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths(client: Client, nordsoft: Cast, path: str) -> None:
    _sign_in(client, nordsoft, path)
    for text in IN_ADDRESSES:
        answer = client.get("/nordsoft/" + path.format(text, text))
        assert answer.status_code < 500, text


FORMS = {
    "desk/tickets/{}/messages/": {"kind": "reply", "text": "Hello", "version": "1", "seen": "0", "then": "", "cc": ""},
    "desk/tickets/{}/severity/": {"severity": "high", "reason": "Many wait.", "version": "1", "seen": "0"},
    "desk/tickets/{}/assignment/": {"assignee": "", "team": "", "version": "1"},
    "desk/tickets/{}/status/": {"status": "in_progress", "version": "1"},
    "desk/tickets/{}/analysis/": {
        "category": "Print", "product": "", "finding": "Paper", "outcome": "fix_here", "consultant": "", "notice": "",
        "version": "1",
    },
    "desk/tickets/{}/resolution/": {"solution": "Restart", "version": "1", "seen": "0", "children": "1"},
    "desk/tickets/{}/merge/": {"into": "1001"},
    "desk/tickets/{}/split/": {"subject": "No", "messages": "1"},
    "desk/tickets/{}/links/": {"kind": "related", "other": "1001"},
    "desk/tickets/{}/incident/": {"incident": "1"},
    "desk/tickets/{}/incident/mark/": {"what": "mark"},
    "desk/tickets/{}/incident/update/": {"text": "No"},
    "desk/tickets/{}/sessions/?past": {
        "consent_by": "Karin", "purpose": "No", "consent_at": "2026-03-02T08:00", "started_at": "2026-03-02T08:00",
        "ended_at": "2026-03-02T08:00",
    },
    "desk/selection/incident/": {"ticket": "1001"},
    "desk/selection/incident/joining/": {"ticket": "1001", "incident": "1"},
    "desk/prices/new/": {
        "plan": "1", "currency": "SEK", "valid_from": "2026-01", "base": "1", "up_to_0": "350", "price_0": "1",
    },
    "desk/payslips/import/": {"text": "customer;month;payslips", "month": "2026-03"},
    "desk/billing/2026-03/reopening/": {"reason": "No"},
    "desk/rates/": {"amount": "1", "currency": "SEK", "valid_from": "2026-01-01"},
    "desk/selection/": {"ticket": "1001", "assignee": "", "status": "", "next": "/"},
    "desk/tickets/new/?customer={customer}": {
        "contact": "", "channel": "phone", "severity": "normal", "product": "", "subject": "No", "text": "No",
    },
    "desk/tickets/{}/time/": {"minutes": "90", "day": "2026-03-02", "note": "No", "kind": "covered", "reason": "No"},
    "desk/tickets/{}/tags/": {"name": "printer"},
    "desk/tickets/{}/watchers/": {"contact": "", "membership": "", "email": "a@b.example"},
    "account/profile/away/": {"away_until": "2026-03-02"},
    "desk/notices/new/operation/": {
        "title_sv": "No", "text_sv": "No", "starts_at": "2026-03-02T08:00", "ends_at": "", "products": "1",
        "visible_until": "2026-03-02",
    },
    "desk/notices/new/date/": {"title_sv": "No", "text_sv": "No", "on_day": "2026-03-02", "starts_at": ""},
    "desk/notices/settings/": {"newsletter": "draft", "weekday": "2", "has_public_calendar": "on"},
    "portal/notices/choices/": {"release": "all", "law": "1", "newsletter": "on"},
    "portal/new/": {"subject": "No", "text": "No", "severity": "normal", "product": "", "held": "1"},
    "portal/new/helped/": {"subject": "No", "article": "1", "ticket": ""},
    "portal/people/": {"name": "Nina", "email": "nina@bergs.example", "title": "", "is_company_wide": ""},
    "portal/profile/": {"name": "Karin", "telephone": "1", "language": "sv", "theme": ""},
    "portal/tickets/{}/copies/": {"contact": "1"},
    "portal/tickets/{}/messages/": {"text": "No"},
    "portal/tickets/{}/urgency/": {"severity": "critical", "reason": "Now"},
    "account/profile/": {"name": "Karin", "language": "sv", "theme": ""},
    "account/language/": {"language": "sv", "next": "/"},
    "account/tokens/": {"name": "Reports"},
    "account/login/": {"login": "a@b.example", "password": "x", "next": "/"},
    "account/password/reset/": {"email": "a@b.example"},
}  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
def test_forms(client: Client, nordsoft: Cast, path: str, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    ticket = make_ticket(nordsoft, now=timezone.now())
    if "login" not in path and "reset" not in path:
        _sign_in(client, nordsoft, path)
    for name in FORMS[path]:
        for text in _quoted(HOSTILE):
            body = "&".join(f"{field}={text if field == name else quote(FORMS[path][field])}" for field in FORMS[path])
            answer = client.post(
                "/nordsoft/" + path.format(ticket.number, customer=nordsoft.customer.pk),
                body,
                content_type="application/x-www-form-urlencoded",
            )
            assert answer.status_code < 500, (name, text)


BODIES: dict[str, dict[str, Any]] = {
    "POST tickets/": {
        "subject": "No", "text": "No", "severity": "normal", "product": 1, "customer": 1, "contact": 1, "team": 1,
        "channel": "api", "external_id": "X", "custom": {"1": "No"}, "files": [],
    },
    "POST tickets/{}/messages/": {"kind": "reply", "text": "No", "then_wait": False},
    "PUT tickets/{}/severity/": {"severity": "high", "reason": "No"},
    "PUT tickets/{}/assignment/": {"assignee": 1, "team": 1},
    "PUT tickets/{}/status/": {"status": "in_progress"},
    "POST tickets/{}/time/": {"minutes": 5, "day": "2026-03-02", "note": "No", "kind": "covered", "reason": "No"},
    "PUT tickets/{}/tags/": {"tags": ["printer"]},
    "PUT tickets/{}/fields/": {"values": {"1": "No"}},
    "PUT tickets/{}/analysis/": {
        "category": "", "finding": "No", "outcome": "consultant", "product": 1, "consultant": 1, "notice": "No",
    },
    "POST tickets/{}/resolution/": {"solution": "No", "children": [1]},
    "PUT customers/1/payslips/2026-02/": {"count": 5},
    "POST tickets/{}/merge/": {"into": 1001},
    "POST tickets/{}/split/": {"subject": "No", "messages": [1]},
    "POST tickets/{}/links/": {"kind": "related", "other": 1001},
    "PUT tickets/{}/incident/": {"incident": 1001},
    "POST tickets/{}/updates/": {"text": "No"},
    "POST tickets/{}/sessions/": {
        "consent_by": "Karin", "purpose": "No", "consent_at": "2026-03-02T08:00:00Z",
        "started_at": "2026-03-02T08:00:00Z", "ended_at": "2026-03-02T08:00:00Z",
    },
}  # fmt: skip
VALUES: list[Any] = [*HOSTILE, 10**20, -(10**20), 0, 1.5, True, None, [], [1], {}, {"a": 1}]


@pytest.mark.parametrize("call", BODIES)
def test_bodies(client: Client, nordsoft: Cast, call: str) -> None:
    ticket = make_ticket(nordsoft, now=timezone.now())
    client.force_login(nordsoft.manager.user)
    method, path = call.split()
    good = BODIES[call] | ({"customer": nordsoft.customer.pk} if "customer" in BODIES[call] else {})
    for name in good:
        for value in VALUES:
            answer = client.generic(
                method,
                f"/nordsoft/api/v1/{path.format(ticket.number)}",
                json.dumps(good | {name: value}),
                content_type="application/json",
            )
            assert answer.status_code < 500, (name, value, answer.content)
