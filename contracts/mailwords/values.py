"""What placeholders stand for in this app's mails, besides the reader."""

from django.utils.translation import gettext as _

from accounts.mailwords.drawing import Value
from accounts.mailwords.values import Fact, facts


def plan_facts(*, customer: str, before: str, plan: str, asked_by: str) -> list[Fact]:
    """Give the facts of a change of plan, in the active language; some may be empty."""
    return [
        Fact(_("Customer"), customer),
        Fact(_("Plan before"), before),
        Fact(_("Plan after"), plan),
        Fact(_("Asked for by"), asked_by),
    ]


def plan_values(*, customer: str, before: str, plan: str, asked_by: str) -> dict[str, Value]:
    """Give what each mail about a change of plan knows, in the active language."""
    rows = plan_facts(customer=customer, before=before, plan=plan, asked_by=asked_by)
    return {"customer.name": customer, "plan.before": before, "plan.name": plan, "facts": facts(rows)}
