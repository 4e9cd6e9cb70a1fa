"""The mails whose words can be changed, and the versions of each."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from accounts import formats
from accounts.models import Tenant
from tickets.mailwords.catalogue import LETTERS, SIGNATURE
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


def mail_rows() -> list[Row]:
    """Give every mail with its languages, then the signatures of teams. Two questions."""
    newest = MailWording.objects.order_by("mail", "language", "team_id", "-pk").distinct("mail", "language", "team_id")
    own = {(one.mail, one.language, one.team_id) for one in newest if one.text}

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
