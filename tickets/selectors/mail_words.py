"""The mails whose words can be changed, and the versions of each."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts import formats
from accounts.mailwords.catalogue import LETTERS, SIGNATURE
from accounts.models import Tenant
from tickets.models import MailWording, Team

LANGUAGES = {"sv": "Svenska", "da": "Dansk", "en": "English"}
SHOWN = 20


class Cell(NamedTuple):
    """A mail in one language; `is_own` where the tenant's own words count."""

    language: str
    name: str
    is_own: bool


class Row(NamedTuple):
    """A mail, or the signature of a team (`team` its key)."""

    mail: str
    label: Promise | str
    occasion: Promise | str
    team: int | None
    cells: list[Cell]


class Version(NamedTuple):
    """What a mail said from a moment on; with neither heading nor text it was the standard."""

    when: str
    who: str
    heading: str
    text: str


def newest_words(mails: Collection[str]) -> Iterable[MailWording]:
    """Give the current tenant's newest words of these mails, by language and team. One question."""
    return _newest(MailWording.objects.filter(mail__in=mails))


def mail_rows() -> list[Row]:
    """Give every mail with its languages, then the signatures of teams. Two questions."""
    own = {(one.mail, one.language, one.team_id) for one in _newest(MailWording.objects.all()) if one.text}

    def cells(mail: str, team: int | None) -> list[Cell]:
        return [Cell(code, name, (mail, code, team) in own) for code, name in LANGUAGES.items()]

    rows = [Row(one.name, one.label, one.occasion, None, cells(one.name, None)) for one in LETTERS.values()]
    label = LETTERS[SIGNATURE].label
    teams = Team.objects.values_list("pk", "name")
    return rows + [Row(SIGNATURE, label, name, pk, cells(SIGNATURE, pk)) for pk, name in teams]


def current_words(mail: str, language: str, team: Team | None) -> MailWording | None:
    """Give the tenant's own words; None where the standard counts. One question."""
    newest = MailWording.objects.filter(mail=mail, language=language, team=team).order_by("-pk").first()
    return newest if newest and newest.text else None


def versions(mail: str, language: str, team: Team | None, *, tenant: Tenant, now: datetime) -> list[Version]:
    """Give the latest versions, newest first, in the active language. One question."""
    rows = MailWording.objects.filter(mail=mail, language=language, team=team).select_related("author__user")
    zone = ZoneInfo(tenant.zone)
    return [
        Version(formats.near_time(row.at, now, zone), row.author.user.name, row.heading, row.text)
        for row in rows.order_by("-pk")[:SHOWN]
    ]


def _newest(words: QuerySet[MailWording]) -> QuerySet[MailWording]:
    return words.order_by("mail", "language", "team_id", "-pk").distinct("mail", "language", "team_id")
