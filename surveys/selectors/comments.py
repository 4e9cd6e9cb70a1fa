"""What customers wrote, filtered: by words, score, the month of the survey, team and customer."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, tzinfo
from typing import Self
from urllib.parse import urlencode

from django.db import models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.months import add_months, month_of, month_start, read_month
from surveys.models import Answer
from surveys.nps import DETRACTOR_TO, PROMOTER_FROM
from surveys.selectors.visible import visible_answers

MONTHS = 12
EVERY_MONTH = "all"
# In an address, tickets without a team.
NONE = "none"


class Group(models.TextChoices):
    """Scores taken together."""

    DETRACTORS = "detractors", _("Detractors")
    PASSIVES = "passives", _("Passives")
    PROMOTERS = "promoters", _("Promoters")


SCORES = {
    Group.DETRACTORS.value: (0, DETRACTOR_TO),
    Group.PASSIVES.value: (DETRACTOR_TO + 1, PROMOTER_FROM - 1),
    Group.PROMOTERS.value: (PROMOTER_FROM, 10),
    **{str(score): (score, score) for score in range(11)},
}


@dataclass(frozen=True)
class CommentFilter:
    """What the address asks for; what is not understood is left out.

    `month` is `2026-05`, `all`, or empty for the last twelve months; as on the dashboard it is the month in which the
    survey was sent. `score` is a group or a number; `team` (or `none`) and `customer` are keys, of the ticket as it
    stands.
    """

    q: str = ""
    score: str = ""
    month: str = ""
    team: str = ""
    customer: str = ""

    @classmethod
    def of(cls, asked: dict[str, str]) -> Self:
        """Read the address."""
        score, month = asked.get("score", ""), asked.get("month", "")
        return cls(
            q=asked.get("q", "").replace("\x00", "").strip()[:200],
            score=score if score in SCORES else "",
            month=month if month == EVERY_MONTH or read_month(month) else "",
            team=asked["team"] if asked.get("team") == NONE else _key(asked.get("team", "")),
            customer=_key(asked.get("customer", "")),
        )

    def query(self, **changed: str) -> str:
        """Write the address's query string, with changes."""
        each = replace(self, **changed)
        return urlencode({key: value for key in KEYS if (value := getattr(each, key))})

    def months(self, now: datetime, zone: tzinfo) -> tuple[date, date] | None:
        """Give the first and the last month asked for; None for all."""
        if self.month == EVERY_MONTH:
            return None
        this = month_of(now, zone)
        one = read_month(self.month)
        return (one, one) if one else (add_months(this, 1 - MONTHS), this)


KEYS = tuple(field.name for field in fields(CommentFilter))


def _key(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 19 else ""


def found_comments(asked: CommentFilter, *, member: Membership, now: datetime, zone: tzinfo) -> QuerySet[Answer]:
    """Give the answers with words in them that `member` may see and that are asked for, the latest first."""
    found = matching(asked, member=member)
    months = asked.months(now, zone)
    if months:
        begin, end = month_start(months[0], zone), month_start(add_months(months[1], 1), zone)
        # Nobody answers before they are asked: what is older need not be looked at.
        found = found.filter(answered_at__gte=begin, invitation__sent_at__gte=begin, invitation__sent_at__lt=end)
    return found.order_by("-answered_at", "-pk")


def matching(asked: CommentFilter, *, member: Membership) -> QuerySet[Answer]:
    """Give those of any month.

    Words are searched with the stemmer of the tenant's language, as in the desk's search: "a phrase", or, -without.
    """
    found = visible_answers(member).exclude(reason="", improvement="")
    if asked.score:
        found = found.filter(score__range=SCORES[asked.score])
    if asked.team:
        found = found.filter(invitation__ticket__team=None if asked.team == NONE else int(asked.team))
    if asked.customer:
        found = found.filter(invitation__ticket__customer=int(asked.customer))
    if asked.q:
        found = found.filter(pk__in=RawSQL("SELECT search_comments(%s, %s)", [asked.q, member.tenant.language]))
    return found
