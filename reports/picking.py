"""Which customer somebody means who writes a name or a number."""

from dataclasses import dataclass, field

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from contracts.models import Customer

# With so many customers all are offered while a name is typed; with more, those that the text may mean.
OFFERED = 200
CANDIDATES = 8
LONGEST = 160


@dataclass(frozen=True)
class Picked:
    """The customer meant, if any; else what is wrong with the text, and the names that it may mean."""

    customer: Customer | None = None
    wrong: str = ""
    meant: list[str] = field(default_factory=list)


def pick(text: str | None, key: str) -> Picked:
    """Read what was written; without anything written (None) the key of a link. "" means no customer.

    A whole name or number decides, else a part of one name alone; of namesakes the one with the key. One query at most.
    """
    if text is None:
        return _by_key(key) if key else Picked()
    text = " ".join(text.replace("\0", "").split())[:LONGEST]
    if not text:
        return Picked()
    same = Q(name__iexact=text) | Q(external_id=text)
    first = Case(When(same, then=Value(0)), default=Value(1))
    found = list(Customer.objects.filter(same | Q(name__icontains=text)).order_by(first, "name", "pk")[:CANDIDATES])
    exact = [each for each in found if text == each.external_id or text.casefold() == each.name.casefold()]
    linked = [each for each in exact if str(each.pk) == key]
    meant = linked or exact or found
    if len(meant) == 1:
        return Picked(meant[0])
    if not meant:
        return Picked(wrong=_("No customer has this name or number."))
    names = [each.name for each in meant]
    return Picked(wrong=_("Several customers match. Choose one, or write its number."), meant=names)


def _by_key(key: str) -> Picked:
    known = key.isascii() and key.isdigit() and len(key) < 19
    customer = Customer.objects.filter(pk=int(key)).first() if known else None
    return Picked(customer) if customer else Picked(wrong=_("There is no such customer any more."))
