"""Keeps what happened to a contract."""

from datetime import datetime
from typing import Any

from accounts.models import Membership
from contracts.models import Contract, ContractEvent
from contracts.services.telling import tell_of


def note(
    *, contract: Contract, kind: str, actor: Membership | None, now: datetime, data: dict[str, Any] | None = None
) -> ContractEvent:
    """Add a line to the contract's timeline, in the transaction of what it tells; `actor` None: it happened by itself.

    `data`: {"changes": {field: [old, new]}} as text, and whatever the kind's words need (ContractEvent.Kind).
    """
    event = ContractEvent.objects.create(contract=contract, kind=kind, at=now, actor=actor, data=data or {})
    tell_of(event, contract)
    return event
