"""A contract is changed: its rows are held, and what changed goes into its timeline."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from contracts.models import Contract, Customer
from contracts.services.agreed import changes_between, facts_of
from contracts.services.timeline import note


@contextmanager
def changing_contract(
    contract: Contract, *, kind: str, actor: Membership | None, now: datetime, **data: object
) -> Iterator[Contract]:
    """Give the contract as it stands, locked; save what the block does to it, and note it where something changed.

    Two of one customer's contracts are never changed at once: a block that lets it hold for longer, or for more, asks
    `refuse_overlap`. `actor` None: it happens by itself. `data` goes into the timeline beside the changes. The contract
    given is brought up to date.
    """
    with transaction.atomic():
        hold_customer(contract.customer_id)
        current = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
        before, version = facts_of(current), current.plan_version_id
        yield current
        current.save()
        # By key: selectors/subscriptions.py finds again what a month was billed under.
        if current.plan_version_id != version:
            data["plan_version"] = [version, current.plan_version_id]
        if changes := changes_between(before, facts_of(current)):
            note(contract=current, kind=kind, actor=actor, now=now, data={"changes": changes, **data})
        contract.refresh_from_db()


def hold_customer(pk: int) -> None:
    """Wait for whoever changes this customer's contracts."""
    Customer.objects.select_for_update(of=("self",)).get(pk=pk)
