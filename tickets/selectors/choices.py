"""What can be chosen in filters and forms at the desk."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Case, CharField, F, Value, When

from accounts.kept import kept
from accounts.models import Membership, Role
from accounts.models.membership import STAFF
from accounts.tenancy.prepared import Prepared
from contracts.models import Customer, Plan, Product
from tickets.models import Macro, Tag, Team
from tickets.selectors.macros import usable_macros
from tickets.selectors.versions import Versions, names_stamp

Choice = tuple[int, str]
# A list longer than this is no help: the others are typed on the ticket.
MOST_TAGS = 100


@dataclass
class Choices:
    """Names by kind, in alphabetical order; of macros those that write something, and those that do not."""

    staff: list[Choice] = field(default_factory=list)
    consultants: list[Choice] = field(default_factory=list)
    teams: list[Choice] = field(default_factory=list)
    products: list[Choice] = field(default_factory=list)
    plans: list[Choice] = field(default_factory=list)
    tags: list[Choice] = field(default_factory=list)
    customer: list[Choice] = field(default_factory=list)
    writing: list[Choice] = field(default_factory=list)
    quiet: list[Choice] = field(default_factory=list)

    def name(self, kind: str, key: str) -> str:
        """Give the name behind a key of the address; empty where there is none."""
        names: dict[str, str] = {str(pk): name for pk, name in getattr(self, kind)}
        return names.get(key, "")


def kept_choices(versions: Versions, *, customer: str = "", macros_of: Membership | None = None) -> Choices:
    """Give `desk_choices` as they are kept, until a name changes."""
    whose = (macros_of.pk, macros_of.role) if macros_of else None
    make = partial(desk_choices, customer=customer, macros_of=macros_of)
    return kept(("choices", customer, whose), names_stamp(versions), make)


def desk_choices(*, customer: str = "", macros_of: Membership | None = None) -> Choices:
    """Give who and what can be chosen, the name of one customer, and the macros of one member. One query for all."""

    named = int(customer or 0)
    rows = _CHOICES.rows(named, macros_of.pk, shape=macros_of.role) if macros_of else _CHOICES.rows(named)
    found = Choices()
    lists = {
        "team": found.teams,
        "product": found.products,
        "plan": found.plans,
        "tag": found.tags,
        "named": found.customer,
        "writing": found.writing,
        "quiet": found.quiet,
    }
    for name, pk, text in sorted(rows, key=lambda row: row[2].casefold()):
        if name in Role.values:
            found.staff.append((pk, text))
            if name == Role.CONSULTANT:
                found.consultants.append((pk, text))
        else:
            lists[name].append((pk, text))
    return found


def _choices(role: str | None, customer: int, member: int = 0) -> Any:
    def kind(name: str) -> Value:
        return Value(name, output_field=CharField())

    macros = usable_macros(Membership(pk=member, role=role)).select_related(None) if role else Macro.objects.none()
    silent = When(text_sv="", text_da="", text_en="", then=kind("quiet"))
    staff = Membership.objects.filter(is_active=True, role__in=STAFF).order_by()
    return staff.values_list(F("role"), "pk", "user__name").union(
        Team.objects.order_by().values_list(kind("team"), "pk", "name"),
        Product.objects.order_by().values_list(kind("product"), "pk", "name"),
        Plan.objects.order_by().values_list(kind("plan"), "pk", "name"),
        Tag.objects.order_by("name").values_list(kind("tag"), "pk", "name")[:MOST_TAGS],
        Customer.objects.order_by().filter(pk=customer).values_list(kind("named"), "pk", "name"),
        macros.order_by().values_list(Case(silent, default=kind("writing")), "pk", "name"),
        all=True,
    )


_CHOICES: Prepared[tuple[str, int, str]] = Prepared(_choices)
