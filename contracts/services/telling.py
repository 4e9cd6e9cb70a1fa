"""Tells other systems what happened to contracts (docs/webhooks.md)."""

from typing import Any

from accounts.links import absolute_url
from contracts.models import Contract, ContractEvent
from outbox.webhooks import News, endpoints_for, tell

Kind = ContractEvent.Kind
KINDS: dict[str, str] = {
    Kind.CREATED: "contract.created",
    Kind.ACTIVATED: "contract.activated",
    Kind.PLAN_SIGNED: "contract.signed",
    Kind.PLAN_CHANGED: "contract.plan_changed",
    Kind.NOTICE: "contract.notice_given",
    Kind.NOTICE_WITHDRAWN: "contract.notice_withdrawn",
    Kind.RENEWED: "contract.renewed",
    Kind.ENDED: "contract.ended",
}


def tell_of(event: ContractEvent, contract: Contract) -> None:
    """Queue a line of the timeline, in its transaction. No query for one that nobody is told; one where nobody wants
    to know.
    """
    kind = KINDS.get(event.kind)
    endpoints = endpoints_for([kind]) if kind else []
    if kind and endpoints:
        actor = event.actor
        by = {"member": {"id": actor.pk, "name": actor.user.name}} if actor else None
        data = {"contract": contract_facts(contract), "changes": event.data.get("changes", {}), "by": by}
        tell([News(kind, f"contract:{event.pk}", event.at, data)], endpoints)


def contract_facts(contract: Contract) -> dict[str, Any]:
    """Give the contract as it stands, in the words of the interface for programs."""
    return {
        "id": contract.pk,
        "customer": {"id": contract.customer_id, "name": contract.customer.name},
        "plan": {"id": contract.plan_id, "name": contract.plan_version.plan.name},
        "status": contract.status,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "renews": contract.renews,
        "renewal_months": contract.renewal_months,
        "notice_months": contract.notice_months,
        "currency": contract.currency,
        "covers_critical": contract.covers_critical,
        "mails_report": contract.mails_report,
        "links": {
            "desk": absolute_url(contract.tenant, "desk:contract", contract.pk),
            "api": absolute_url(contract.tenant, "api:contract", contract.pk),
        },
    }
