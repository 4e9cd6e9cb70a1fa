"""Notices: drafted, published, changed, ended, withdrawn. What is published is mailed to those who subscribe, once."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Mailing, Notice, NoticeProduct, Product
from contracts.notices.current import forget_current
from contracts.notices.selectors import OVER, state_of
from contracts.selectors import local_day
from contracts.services.rights import require_agent

_Status = Notice.Status
_Told = Mailing.Kind


@dataclass(frozen=True)
class NoticeCard:
    """What is written of a notice. Instants have a zone, days are local; no products: it is about all."""

    title_sv: str = ""
    title_da: str = ""
    title_en: str = ""
    text_sv: str = ""
    text_da: str = ""
    text_en: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on_day: date | None = None
    visible_until: date | None = None
    products: Collection[Product] = ()


@transaction.atomic
def write_notice(*, kind: str, actor: Membership, card: NoticeCard, now: datetime) -> Notice:
    """Begin a draft. ValidationError by field: no title in the tenant's language, times that make no sense."""
    require_agent(actor)
    return _save(Notice(kind=kind, created_by=actor), card, actor=actor, now=now)


@transaction.atomic
def change_notice(
    *, notice: Notice, actor: Membership, card: NoticeCard, version: int, now: datetime, tells: bool = False
) -> Notice:
    """Change a notice; customers read it at once where it is published, and `tells` mails it to them again.

    ValidationError by field, where another has saved it since it was read, and for what was withdrawn.
    """
    require_agent(actor)
    current = _locked(notice)
    _require(current, _Status.DRAFT, _Status.PUBLISHED)
    if current.version != version:
        said = _("%(name)s has changed the notice meanwhile. Look at it in another tab before you write over it.")
        who = current.updated_by.user.name if current.updated_by else ""
        raise ValidationError(said % {"name": who}, code="version")
    is_public = current.status == _Status.PUBLISHED
    current.revision += is_public
    _save(current, card, actor=actor, now=now)
    if is_public:
        _require_words(current)
        if tells:
            _tell(current, _Told.NOTICE_CHANGED, now)
    return current


@transaction.atomic
def publish_notice(*, notice: Notice, actor: Membership, now: datetime) -> Notice:
    """Show a draft to the customers it concerns, and have the subscribers told.

    ValidationError by field: without title or text in the tenant's language, or past its own last day.
    """
    require_agent(actor)
    current = _locked(notice)
    _require(current, _Status.DRAFT)
    _require_words(current)
    if current.visible_until is not None and current.visible_until < local_day(current.tenant, now):
        raise ValidationError({"visible_until": _("This day has passed.")}, code="visible_until")
    current.status, current.published_at = _Status.PUBLISHED, now
    _keep(current, actor, now)
    _tell(current, _Told.NOTICE, now)
    return current


@transaction.atomic
def end_operation(*, notice: Notice, actor: Membership, now: datetime) -> Notice:
    """Say that an operation is over as of now; whoever was told of it is told. Nothing happens to one that is over.

    ValidationError before it has begun: that one is withdrawn, or changed.
    """
    require_agent(actor)
    current = _locked(notice)
    _require(current, _Status.PUBLISHED)
    if current.starts_at is None or now < current.starts_at:
        raise ValidationError(_("It has not begun yet. Withdraw it, or change its times."), code="not_begun")
    if state_of(current, now) != OVER:
        current.ends_at = now
        current.revision += 1
        _keep(current, actor, now)
        _tell(current, _Told.NOTICE_OVER, now)
    return current


@transaction.atomic
def withdraw_notice(*, notice: Notice, actor: Membership, now: datetime) -> Notice:
    """Take a notice from the customers; whoever was told of one with a time to come is told of that as well."""
    require_agent(actor)
    current = _locked(notice)
    _require(current, _Status.PUBLISHED)
    current.status, current.withdrawn_at = _Status.WITHDRAWN, now
    current.revision += 1
    _keep(current, actor, now)
    current.mailings.filter(finished_at=None).update(finished_at=now)  # whoever was not told yet need not be
    if _is_coming(current, now):
        _tell(current, _Told.NOTICE_WITHDRAWN, now)
    return current


@transaction.atomic
def copy_notice(*, notice: Notice, actor: Membership, now: datetime) -> Notice:
    """Begin a draft with the same words, products and times: next month's payroll deadline."""
    require_agent(actor)
    values = {field.name: getattr(notice, field.name) for field in fields(NoticeCard) if field.name != "products"}
    values["visible_until"] = None
    products = [row.product for row in notice.notice_products.select_related("product")]
    return write_notice(kind=notice.kind, actor=actor, card=NoticeCard(**values, products=products), now=now)


@transaction.atomic
def discard_notice(*, notice: Notice, actor: Membership) -> None:
    """Forget a draft. ValidationError for what was published."""
    require_agent(actor)
    current = _locked(notice)
    _require(current, _Status.DRAFT)
    current.delete()


def _save(notice: Notice, card: NoticeCard, *, actor: Membership, now: datetime) -> Notice:
    for field in fields(card):
        if field.name != "products":
            value = getattr(card, field.name)
            setattr(notice, field.name, " ".join(value.split()) if field.name.startswith("title") else value)
    _check_times(notice)
    title = f"title_{notice.tenant.language}"
    if not getattr(notice, title):
        raise ValidationError({title: _("Write this in your organisation’s language at least.")}, code="incomplete")
    notice.version += notice.pk is not None
    _keep(notice, actor, now)
    notice.notice_products.exclude(product__in=card.products).delete()
    for product in card.products:
        NoticeProduct.objects.get_or_create(notice=notice, product=product)
    return notice


def _keep(notice: Notice, actor: Membership, now: datetime) -> None:
    notice.updated_by, notice.updated_at = actor, now
    notice.save()
    forget_current()


def _check_times(notice: Notice) -> None:
    kind = notice.kind
    if kind == Notice.Kind.OPERATION:
        if notice.starts_at is None:
            raise ValidationError({"starts_at": _("Say when it begins.")}, code="starts_at")
        if notice.ends_at is not None and notice.ends_at <= notice.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")}, code="ends_at")
    elif kind == Notice.Kind.DATE and (notice.on_day is None) == (notice.starts_at is None):
        raise ValidationError({"on_day": _("Give a day, or a day and a time: one of the two.")}, code="on_day")


def _require_words(notice: Notice) -> None:
    language = notice.tenant.language
    missing = [name for name in (f"title_{language}", f"text_{language}") if not getattr(notice, name)]
    if missing:
        said = _("Write this in your organisation’s language at least.")
        raise ValidationError({name: ValidationError(said, code="incomplete") for name in missing})


def _require(notice: Notice, *statuses: str) -> None:
    if notice.status not in statuses:
        raise ValidationError(_("Somebody has published or withdrawn this notice meanwhile."), code="status")


def _is_coming(notice: Notice, now: datetime) -> bool:
    if notice.kind == Notice.Kind.OPERATION:
        return state_of(notice, now) != OVER
    if notice.on_day is not None:
        return notice.on_day >= local_day(notice.tenant, now)
    return notice.starts_at is not None and notice.starts_at > now


def _tell(notice: Notice, kind: str, now: datetime) -> None:
    Mailing.objects.create(kind=kind, notice=notice, revision=notice.revision, begun_at=now)


def _locked(notice: Notice) -> Notice:
    rows = Notice.objects.select_related("tenant", "updated_by__user")
    return rows.select_for_update(of=("self",)).get(pk=notice.pk)
