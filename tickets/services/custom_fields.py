"""Fields of a product's tickets: the admin defines them, everybody fills them in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.errors import NotAllowedError
from accounts.models import Membership, Role
from contracts.models import Product
from tickets.field_values import read_value
from tickets.models import CustomField, FieldValue, Ticket, TicketEvent
from tickets.models.custom_field import LONGEST_VALUE
from tickets.services.changing import changing
from tickets.services.events import record

# Typed values by the field's key.
Values = Mapping[int, str]
MOST_CHOICES = 100


@dataclass(frozen=True)
class Definition:
    """What a field is."""

    name: str
    kind: str
    names: dict[str, str] = field(default_factory=dict)
    choices: Sequence[str] = ()
    is_required: bool = False
    in_portal: bool = True
    position: int = 0


@transaction.atomic
def define_field(
    *, actor: Membership, product: Product, definition: Definition, kept: CustomField | None = None
) -> CustomField:
    """Add a field to a product, or change `kept`, whose kind stays. A choice may go: tickets that hold it keep it.

    ValidationError by field.
    """
    require_admin(actor)
    row = kept or CustomField(product=product, kind=definition.kind)
    row.name = " ".join(definition.name.split())
    row.names = {language: tidy for language, name in definition.names.items() if (tidy := " ".join(name.split()))}
    row.choices = list(dict.fromkeys(tidy for choice in definition.choices if (tidy := " ".join(choice.split()))))
    row.is_required, row.in_portal = definition.is_required, definition.in_portal
    row.position = definition.position
    row.clean_fields(exclude=["tenant", "product", "names", "choices"])
    if row.kind != CustomField.Kind.CHOICE:
        row.choices = []
    elif not row.choices:
        raise ValidationError({"choices": _("Write at least one choice, each on a line.")}, code="choices")
    if len(row.choices) > MOST_CHOICES or any(len(choice) > LONGEST_VALUE for choice in row.choices):
        raise ValidationError({"choices": _("At most 100 choices.")}, code="choices")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("This product has a field with this name already.")}, code="taken") from error
    return row


@transaction.atomic
def retire_field(*, actor: Membership, kept: CustomField, is_retired: bool) -> CustomField:
    """Ask for a field no more, or again. What tickets hold stays readable."""
    require_admin(actor)
    kept.is_retired = is_retired
    kept.save(update_fields=["is_retired"])
    return kept


def set_fields(
    *, ticket: Ticket, actor: Membership, values: Values, now: datetime, version: int | None = None
) -> Ticket:
    """Change what a ticket holds in its product's fields; an empty value takes it away. One event for all of them.

    ValidationError at `field-<key>`. A field that is required may not be emptied.
    """
    with changing(ticket, now=now, version=version) as current:
        known = fields_of(current.product)
        kept = {value.field_id: value for value in FieldValue.objects.filter(ticket=current)}
        required = {field.pk for field in known if field.is_required and field.pk in kept}
        typed = read_values(known, values, required & set(values))
        changes = []
        for definition in known:
            if definition.pk not in typed:
                continue
            before = kept[definition.pk].text if definition.pk in kept else ""
            after = typed[definition.pk]
            if after != before:
                _keep(current, definition, after)
                facts = {"field": definition.pk, "name": definition.name, "kind": definition.kind}
                changes.append(facts | {"before": before, "after": after})
        if changes:
            record(current, TicketEvent.Kind.FIELDS, actor=actor, now=now, changes=changes)
    return current


def store_values(ticket: Ticket, values: Values, *, for_customer: bool) -> None:
    """Keep what was filled in when a new ticket was filed; inside that transaction. A customer fills in, and must fill
    in, only what is shown to customers. ValidationError at `field-<key>`.
    """
    known = [one for one in fields_of(ticket.product) if one.in_portal or not for_customer]
    typed = read_values(known, values, {one.pk for one in known if one.is_required})
    FieldValue.objects.bulk_create(
        FieldValue(ticket=ticket, field_id=key, text=text) for key, text in typed.items() if text
    )


def fields_of(product: Product | None) -> list[CustomField]:
    """Give the fields that are asked about a product's tickets, in their order. One query, none without product."""
    return list(CustomField.objects.filter(product=product, is_retired=False)) if product else []


def read_values(known: Sequence[CustomField], values: Values, required: set[int]) -> dict[int, str]:
    """Give typed values as they are kept. ValidationError at `field-<key>`: what is unreadable, missing, or unknown."""
    errors: dict[str, object] = {}
    typed = {}
    for definition in known:
        try:
            text = read_value(definition, values.get(definition.pk, ""))
        except ValidationError as error:
            errors[f"field-{definition.pk}"] = error
            continue
        if definition.pk in required and not text:
            errors[f"field-{definition.pk}"] = ValidationError(_("This field is required."), code="required")
        if definition.pk in values or text:
            typed[definition.pk] = text
    for key in set(values) - {definition.pk for definition in known}:
        errors[f"field-{key}"] = ValidationError(_("There is no such field for this product."), code="unknown")
    if errors:
        raise ValidationError(errors)
    return typed


def require_admin(actor: Membership) -> None:
    """NotAllowedError for anybody but an admin."""
    if actor.role != Role.ADMIN:
        raise NotAllowedError("only admins define fields")


def _keep(ticket: Ticket, definition: CustomField, text: str) -> None:
    if text:
        FieldValue.objects.update_or_create(ticket=ticket, field=definition, defaults={"text": text})
    else:
        FieldValue.objects.filter(ticket=ticket, field=definition).delete()
