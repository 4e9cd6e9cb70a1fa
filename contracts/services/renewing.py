"""What happens to contracts by themselves at the tenant's midnight: they end, or begin again."""

from datetime import date, datetime

import structlog
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Contract, ContractEvent
from contracts.periods import renewed_last_day
from contracts.selectors import local_day
from contracts.services.holding import changing_contract

AT_ONCE = 500
Kind, Status = ContractEvent.Kind, Contract.Status
log = structlog.get_logger("contracts")


def turn_contracts(*, now: datetime) -> int:
    """End or renew every contract whose last day has passed at its tenant; give how many.

    Idempotent: several may run at once, and one that ran late makes up for the days between. No deadline moves: what
    was in force on a day does not depend on whether this has run (Contract.holds_on).
    """
    count = 0
    for tenant in Tenant.objects.all():
        with tenant_context(tenant.pk):
            today = local_day(tenant, now)
            with transaction.atomic():
                due = list(_due(today)[:AT_ONCE])
            for contract in due:
                try:
                    count += _turn(contract, today=today, now=now)
                except Exception:  # one contract's trouble is not the others'; the next round tries again
                    log.exception("contracts.turn_failed", tenant=tenant.pk, contract=contract.pk)
    return count


def _due(today: date) -> QuerySet[Contract, Contract]:
    return Contract.objects.filter(status__in=[Status.ACTIVE, Status.NOTICE], ends_on__lt=today).order_by("pk")


def _turn(contract: Contract, *, today: date, now: datetime) -> bool:
    goes_on = contract.runs_on
    kind = Kind.RENEWED if goes_on else Kind.ENDED
    with changing_contract(contract, kind=kind, actor=None, now=now) as current:
        # Changed since it was found: the next round looks again.
        is_due = current.runs_on == goes_on and current.status in (Status.ACTIVE, Status.NOTICE)
        if not is_due or current.ends_on is None or current.ends_on >= today:
            return False
        if not goes_on:
            current.status = Status.ENDED
        while goes_on and current.ends_on < today:
            current.ends_on = renewed_last_day(current.ends_on, current.renewal_months)
    return True
