"""Other systems are told what happened to contracts, in the words of the interface for programs."""

import json
from datetime import UTC, date, datetime

from django.test import Client

from contracts.models import Contract, ContractEvent
from contracts.services.renewing import turn_contracts
from contracts.services.telling import KINDS
from contracts.services.timeline import note
from outbox.models import OutboxMessage, WebhookEndpoint
from outbox.webhooks import catalogue
from tests.budget import Budget
from tests.cast import MONDAY, Cast

MIDNIGHT = datetime(2026, 12, 31, 23, tzinfo=UTC)


def listen() -> None:
    kinds = [kind.name for kind in catalogue.kinds()]
    WebhookEndpoint.objects.create(url="https://hooks.example.com/", kinds=kinds, secret="", created_at=MONDAY)


def test_every_kind_is_in_the_catalogue() -> None:
    named = {kind.name for kind in catalogue.kinds() if kind.name.startswith("contract.")}
    assert set(KINDS.values()) == named
    assert set(KINDS) <= set(ContractEvent.Kind.values)


def test_a_contract_that_ends_by_itself(nordsoft: Cast, client: Client) -> None:
    listen()
    Contract.objects.filter(pk=nordsoft.contract.pk).update(ends_on=date(2026, 12, 31), status="notice")
    turn_contracts(now=MIDNIGHT)
    body = json.loads(OutboxMessage.objects.get(kind="webhook").text)
    assert body["type"] == "contract.ended"
    data = body["data"]
    assert (data["by"], data["changes"]) == (None, {"status": ["notice", "ended"]})
    told = data["contract"]
    assert told["links"]["desk"].endswith(f"/nordsoft/desk/contracts/{nordsoft.contract.pk}/")
    client.force_login(nordsoft.agent.user)
    shown = client.get(f"/nordsoft/api/v1/contracts/{nordsoft.contract.pk}/").json()
    assert {key: shown[key] for key in told if key != "links"} == {key: told[key] for key in told if key != "links"}


def test_a_line_that_nobody_is_told_asks_nothing_more(nordsoft: Cast) -> None:
    listen()
    with Budget(1):
        note(contract=nordsoft.contract, kind=ContractEvent.Kind.REMINDED, actor=None, now=MONDAY)
    WebhookEndpoint.objects.all().delete()
    with Budget(2):
        note(contract=nordsoft.contract, kind=ContractEvent.Kind.NOTICE, actor=nordsoft.manager, now=MONDAY)
    assert not OutboxMessage.objects.filter(kind="webhook").exists()
