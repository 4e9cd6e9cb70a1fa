"""The newsletter: composed by itself every other week, edited at the desk, sent once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Mailing, Newsletter, NewsletterItem, NoticeSettings
from contracts.newsletters.selectors import candidates, due_issue, items_of, period
from contracts.notices.selectors import settings_now
from contracts.services.rights import require_agent, require_manager

_Mode = NoticeSettings.Newsletter
_Status = Newsletter.Status
# In the tenant's zone: what is sent by itself does not come at night.
FROM_HOUR = 8
log = structlog.get_logger("newsletters")


@dataclass(frozen=True)
class Issue:
    """What is edited of an issue: introductions (Markdown), and the keys of the notices taken in, in their order."""

    intro_sv: str = ""
    intro_da: str = ""
    intro_en: str = ""
    notices: Sequence[int] = ()


def compose_all(*, now: datetime) -> None:
    """Compose what is due in every tenant. Idempotent: several may run at once."""
    for tenant in Tenant.objects.all():
        with tenant_context(tenant.pk):
            try:
                compose_due(tenant=tenant, now=now)
            except Exception:  # one tenant's trouble is not the others'; the next round tries again
                log.exception("newsletters.tenant_failed", tenant=tenant.pk)


@transaction.atomic
def compose_due(*, tenant: Tenant, now: datetime) -> Newsletter | None:
    """Compose the issue that is due, as a draft, or sent at once where the tenant wants that; None where none is.

    Due from 8 in the morning of the chosen weekday in even ISO weeks, in the tenant's zone, and three days after. Once
    a day of issue, never without notices. A draft of before that nobody sent is put aside.
    """
    wanted = settings_now()
    local = now.astimezone(ZoneInfo(tenant.zone))
    if wanted.newsletter == _Mode.OFF or local.hour < FROM_HOUR:
        return None
    day = due_issue(local.date(), wanted.weekday)
    if day is None or Newsletter.objects.filter(issued_on__gte=day).exists():
        return None
    since, until = period(day, tenant)
    found = list(candidates(since, until, day))
    if not found:
        return None
    Newsletter.objects.filter(status=_Status.DRAFT).update(status=_Status.DROPPED)
    issue, is_new = Newsletter.objects.get_or_create(
        issued_on=day, defaults={"since": since, "until": until, "composed_at": now}
    )
    if not is_new:  # another round was quicker
        return None
    NewsletterItem.objects.bulk_create(
        NewsletterItem(newsletter=issue, notice=notice, position=place) for place, notice in enumerate(found)
    )
    return _send(issue, None, now) if wanted.newsletter == _Mode.AUTO else issue


@transaction.atomic
def edit_issue(*, newsletter: Newsletter, actor: Membership, issue: Issue, version: int) -> Newsletter:
    """Change introduction, order and choice of a draft. ValidationError for a sent one, and for the second writer."""
    require_agent(actor)
    current = _draft(newsletter)
    if current.version != version:
        said = _("Somebody has changed the newsletter meanwhile. Look at it in another tab before you write over it.")
        raise ValidationError(said, code="version")
    current.intro_sv, current.intro_da, current.intro_en = issue.intro_sv, issue.intro_da, issue.intro_en
    current.version += 1
    current.save()
    items = list(current.items.all())
    places = {key: place for place, key in enumerate(issue.notices)}
    for item in items:
        item.is_included = item.notice_id in places
        item.position = places.get(item.notice_id, len(places))
    NewsletterItem.objects.bulk_update(items, ["is_included", "position"])
    return current


@transaction.atomic
def send_issue(*, newsletter: Newsletter, actor: Membership, now: datetime) -> Newsletter:
    """Send a draft to the subscribers, once. ValidationError where nothing stands in it, and for a sent one."""
    require_agent(actor)
    current = _draft(newsletter)
    if not items_of(current):
        raise ValidationError(_("An empty newsletter is not sent. Take in a notice."), code="empty")
    return _send(current, actor, now)


@transaction.atomic
def drop_issue(*, newsletter: Newsletter, actor: Membership) -> Newsletter:
    """Put a draft aside; what stands in it comes with the next issue."""
    require_agent(actor)
    current = _draft(newsletter)
    current.status = _Status.DROPPED
    current.save(update_fields=["status"])
    return current


@transaction.atomic
def save_settings(*, actor: Membership, newsletter: str, weekday: int, has_public_calendar: bool) -> NoticeSettings:
    """Choose whether and when there is a newsletter, and whether everybody may subscribe to the important dates."""
    require_manager(actor)
    values = {"newsletter": newsletter, "weekday": weekday, "has_public_calendar": has_public_calendar}
    return NoticeSettings.objects.update_or_create(defaults=values)[0]


def _send(newsletter: Newsletter, actor: Membership | None, now: datetime) -> Newsletter:
    newsletter.status, newsletter.sent_at, newsletter.sent_by = _Status.SENT, now, actor
    newsletter.save(update_fields=["status", "sent_at", "sent_by"])
    Mailing.objects.create(kind=Mailing.Kind.NEWSLETTER, newsletter=newsletter, begun_at=now)
    return newsletter


def _draft(newsletter: Newsletter) -> Newsletter:
    current = Newsletter.objects.select_for_update(of=("self",)).get(pk=newsletter.pk)
    if current.status != _Status.DRAFT:
        raise ValidationError(_("This newsletter was sent or put aside meanwhile."), code="status")
    return current
