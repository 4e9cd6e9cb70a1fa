"""A contract comes under another version of a plan."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contract, ContractEvent, PlanVersion
from contracts.selectors.plans import newest_version
from contracts.services.holding import changing_contract
from contracts.services.rights import require_manager


def bring_to_newest(*, contract: Contract, actor: Membership, now: datetime) -> Contract:
    """Put a contract under the newest version of its plan; who calls this counts open tickets again."""
    require_manager(actor)
    version = newest_version(contract.plan)
    return put_under(contract=contract, version=version, actor=actor, now=now, kind=ContractEvent.Kind.VERSION)


def put_under(
    *, contract: Contract, version: PlanVersion, actor: Membership | None, now: datetime, kind: str
) -> Contract:
    """Put a contract under a version, of its own plan or another one, and note it as `kind`.

    ValidationError where it names more contacts than the version allows, and for one that has ended.
    """
    with changing_contract(contract, kind=kind, actor=actor, now=now) as current:
        if current.status == Contract.Status.ENDED:
            raise ValidationError(_("The contract has ended."), code="status")
        named, limit = current.contract_contacts.count(), version.contact_limit
        if limit is not None and named > limit:
            said = _("The contract names %(named)d contacts; this version allows %(limit)d.")
            raise ValidationError(said % {"named": named, "limit": limit}, code="contacts")
        current.plan_version = version
    return contract
