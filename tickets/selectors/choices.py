"""What can be chosen in filters and forms at the desk."""

from dataclasses import dataclass, field

from django.db.models import CharField, F, Value

from accounts.models import Membership, Role
from accounts.models.membership import STAFF
from contracts.models import Customer, Plan, Product
from tickets.models import Tag, Team

Choice = tuple[int, str]
# A list longer than this is no help: the others are typed on the ticket.
MOST_TAGS = 100


@dataclass
class Choices:
    """Names by kind, in alphabetical order."""

    staff: list[Choice] = field(default_factory=list)
    consultants: list[Choice] = field(default_factory=list)
    teams: list[Choice] = field(default_factory=list)
    products: list[Choice] = field(default_factory=list)
    plans: list[Choice] = field(default_factory=list)
    tags: list[Choice] = field(default_factory=list)
    customer: list[Choice] = field(default_factory=list)

    def name(self, kind: str, key: str) -> str:
        """Give the name behind a key of the address; empty where there is none."""
        names: dict[str, str] = {str(pk): name for pk, name in getattr(self, kind)}
        return names.get(key, "")


def desk_choices(*, customer: str = "") -> Choices:
    """Give who and what can be chosen, and the name of one customer. One query for all of it."""

    def kind(name: str) -> Value:
        return Value(name, output_field=CharField())

    staff = Membership.objects.filter(is_active=True, role__in=STAFF).order_by()
    rows = staff.values_list(F("role"), "pk", "user__name").union(
        Team.objects.order_by().values_list(kind("team"), "pk", "name"),
        Product.objects.order_by().values_list(kind("product"), "pk", "name"),
        Plan.objects.order_by().values_list(kind("plan"), "pk", "name"),
        Tag.objects.order_by("name").values_list(kind("tag"), "pk", "name")[:MOST_TAGS],
        Customer.objects.order_by().filter(pk=int(customer or 0)).values_list(kind("named"), "pk", "name"),
        all=True,
    )
    found = Choices()
    for name, pk, text in sorted(rows, key=lambda row: row[2].casefold()):
        if name in Role.values:
            found.staff.append((pk, text))
            if name == Role.CONSULTANT:
                found.consultants.append((pk, text))
        else:
            kinds = {"team": found.teams, "product": found.products, "plan": found.plans, "tag": found.tags}
            (kinds | {"named": found.customer})[name].append((pk, text))
    return found
