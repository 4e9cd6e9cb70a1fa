"""The general terms: drafted, published with a day, withdrawn before that day; never changed (docs/plans.md)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Membership, Tenant
from contracts.general_terms.selectors import published
from contracts.models import Mailing, TermsVersion
from contracts.selectors import local_day
from contracts.services.rights import require_manager
from contracts.texts import in_all

_State = TermsVersion.Status


@dataclass(frozen=True)
class TermsText:
    """What is written of a version. `valid_from` is a local date; texts are Markdown, summaries plain text."""

    valid_from: date
    text_sv: str = ""
    text_da: str = ""
    text_en: str = ""
    summary_sv: str = ""
    summary_da: str = ""
    summary_en: str = ""


@transaction.atomic
def begin_terms(*, actor: Membership, now: datetime) -> TermsVersion:
    """Begin the next version as a copy of the latest; where a draft stands already, give that one."""
    require_manager(actor)
    tenant = _locked_tenant(actor)
    draft = TermsVersion.objects.filter(status=_State.DRAFT).first()
    if draft is not None:
        return draft
    last = published().first()
    number = (TermsVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    texts = {name: getattr(last, name) for name in in_all(["text"])} if last else {}
    return TermsVersion.objects.create(
        number=number, valid_from=local_day(tenant, now), created_by=actor, created_at=now, **texts
    )


@transaction.atomic
def write_terms(*, terms: TermsVersion, actor: Membership, written: TermsText, version: int) -> TermsVersion:
    """Change a draft. ValidationError for what is published, and where another has saved it since it was read."""
    require_manager(actor)
    current = _locked(terms)
    _require(current, _State.DRAFT)
    if current.version != version:
        said = _("Somebody has changed the draft meanwhile. Look at it in another tab before you write over it.")
        raise ValidationError(said, code="version")
    for name, value in asdict(written).items():
        setattr(current, name, value.strip() if isinstance(value, str) else value)
    current.version += 1
    current.save()
    return current


@transaction.atomic
def publish_terms(*, terms: TermsVersion, actor: Membership, now: datetime) -> TermsVersion:
    """Publish a draft for good and have the customers told, once (domain: each version is kept).

    ValidationError by field: without text or summary in the tenant's language; not later than the versions before; in
    the past, which only the first version may be. The first is no change: nobody is told of it.
    """
    require_manager(actor)
    tenant = _locked_tenant(actor)
    current = _locked(terms)
    _require(current, _State.DRAFT)
    before = published().first()
    _check(current, before, tenant, now)
    current.status, current.published_at, current.published_by = _State.PUBLISHED, now, actor
    current.save()
    if before is not None:
        Mailing.objects.create(kind=Mailing.Kind.TERMS, terms=current, begun_at=now)
    return current


@transaction.atomic
def withdraw_terms(*, terms: TermsVersion, actor: Membership, now: datetime) -> TermsVersion:
    """Take back a version that is not yet in force; whoever was told of it is told of that.

    ValidationError from its first day on: terms that were in force stay readable as they were.
    """
    require_manager(actor)
    tenant = _locked_tenant(actor)
    current = _locked(terms)
    _require(current, _State.PUBLISHED)
    if current.valid_from <= local_day(tenant, now):
        raise ValidationError(_("These terms are in force. Publish a new version instead."), code="in_force")
    current.status, current.withdrawn_at = _State.WITHDRAWN, now
    current.save()
    told = Mailing.objects.filter(kind=Mailing.Kind.TERMS, terms=current)
    told.filter(finished_at=None).update(finished_at=now)  # whoever has not been told yet need not be
    if told.exists():
        Mailing.objects.create(kind=Mailing.Kind.TERMS_WITHDRAWN, terms=current, begun_at=now)
    return current


@transaction.atomic
def discard_terms(*, terms: TermsVersion, actor: Membership) -> None:
    """Forget a draft. ValidationError for what was published."""
    require_manager(actor)
    current = _locked(terms)
    _require(current, _State.DRAFT)
    current.delete()


def _check(current: TermsVersion, before: TermsVersion | None, tenant: Tenant, now: datetime) -> None:
    problems: dict[str, str] = {}
    for field in ("text",) if before is None else ("text", "summary"):
        if not getattr(current, name := f"{field}_{tenant.language}"):
            problems[name] = _("Write this in your organisation’s language at least.")
    if before is not None and current.valid_from <= max(before.valid_from, local_day(tenant, now)):
        problems["valid_from"] = _("Give a day that is to come, after the first day of the version before.")
    if problems:
        raise ValidationError({name: ValidationError(said, code="incomplete") for name, said in problems.items()})


def _require(current: TermsVersion, status: str) -> None:
    if current.status != status:
        raise ValidationError(_("Somebody has published or withdrawn this version meanwhile."), code="status")


def _locked(terms: TermsVersion) -> TermsVersion:
    return TermsVersion.objects.select_for_update(of=("self",)).get(pk=terms.pk)


def _locked_tenant(actor: Membership) -> Tenant:
    """One at a time for each tenant: two versions may not get one number, nor one day."""
    return Tenant.objects.select_for_update(no_key=True).get(pk=actor.tenant.pk)
