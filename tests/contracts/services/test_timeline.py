"""What happened to a contract is kept in order."""

from contracts.models import ContractEvent
from contracts.services.timeline import note
from tests.cast import MONDAY, Cast


def test_a_line_says_who_when_and_what(nordsoft: Cast) -> None:
    changes = {"changes": {"covers_critical": ["no", "yes"]}}
    note(
        contract=nordsoft.contract,
        kind=ContractEvent.Kind.CHANGED,
        actor=nordsoft.manager,
        now=MONDAY,
        data=changes,
    )
    note(contract=nordsoft.contract, kind="invented_elsewhere", actor=None, now=MONDAY)
    first, second = nordsoft.contract.events.order_by("pk")
    assert (first.kind, first.actor, first.at, first.data) == ("changed", nordsoft.manager, MONDAY, changes)
    assert (second.kind, second.actor, second.data) == ("invented_elsewhere", None, {})
