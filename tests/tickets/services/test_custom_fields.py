"""Fields of products: defined, typed, kept."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import NotAllowedError
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.field_values import read_value, show_value
from tickets.models import CustomField, FieldValue
from tickets.services.custom_fields import Definition, define_field, fields_of, retire_field, set_fields

Kind = CustomField.Kind


def define(cast: Cast, name: str, kind: str = "text", **more: object) -> CustomField:
    definition = Definition(name=name, kind=kind, **more)  # type: ignore[arg-type]
    return define_field(actor=cast.admin, product=cast.product, definition=definition)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  two   words ", "two words"),
        ("text", "", ""),
        ("number", "12,50", "12.5"),
        ("number", "−3", "-3"),
        ("number", "1 200", "1200"),
        ("number", "-0.0", "0"),
        ("number", "100", "100"),
        ("date", "2026-03-02", "2026-03-02"),
        ("choice", "Cloud", "Cloud"),
    ],
)
def test_what_is_kept(kind: str, typed: str, kept: str) -> None:
    field = CustomField(tenant_id=1, kind=kind, choices=["Cloud", "Own server"])
    assert read_value(field, typed) == kept
    assert read_value(field, kept) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "many"),
        ("number", "1e400"),
        ("number", "NaN"),
        ("date", "2 March"),
        ("choice", "cloud"),
        ("text", "x" * 501),
    ],
)
def test_what_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(ValidationError):
        read_value(CustomField(tenant_id=1, kind=kind, choices=["Cloud"]), typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_reads_as_itself_in_each_language(number: object) -> None:
    field = CustomField(tenant_id=1, kind=Kind.NUMBER)
    kept = read_value(field, str(number))
    for language in ("sv",):
        with translation.override(language):
            assert read_value(field, show_value(Kind.NUMBER, kept)) == kept


@given(st.sampled_from(["number", "date", "choice", "text"]), st.text(max_size=40))
def test_nothing_typed_breaks_it(kind: str, typed: str) -> None:
    field = CustomField(tenant_id=1, kind=kind, choices=["a"])
    try:
        kept = read_value(field, typed)
    except ValidationError:
        return
    assert read_value(field, kept) == kept


def test_admins_define_and_names_have_translations(nordsoft: Cast) -> None:
    field = define(nordsoft, "Version", names={"sv": "Utgåva", "da": " "}, position=2)
    with translation.override("sv"):
        assert field.label == "Utgåva"
    with translation.override("da"):
        assert field.label == "Version"
    with pytest.raises(ValidationError) as refused:
        define(nordsoft, "Version")
    assert set(refused.value.message_dict) == {"name"}
    with pytest.raises(ValidationError):
        define(nordsoft, "Hosting", "choice")
    with pytest.raises(NotAllowedError):
        define_field(actor=nordsoft.manager, product=nordsoft.product, definition=Definition("Other", "text"))


def test_filing_asks_for_what_is_required(nordsoft: Cast) -> None:
    version = define(nordsoft, "Version", is_required=True)
    inside = define(nordsoft, "Server", is_required=True, in_portal=False)
    with pytest.raises(ValidationError) as refused:
        make_ticket(nordsoft, product=nordsoft.product, fields={})
    assert set(refused.value.message_dict) == {f"field-{version.pk}"}
    with pytest.raises(ValidationError) as refused:
        make_ticket(nordsoft, product=nordsoft.product, fields={version.pk: "7", inside.pk: "srv1"})
    assert set(refused.value.message_dict) == {f"field-{inside.pk}"}
    ticket = make_ticket(nordsoft, product=nordsoft.product, fields={version.pk: "7"})
    assert FieldValue.objects.get(ticket=ticket).text == "7"
    make_ticket(nordsoft, product=nordsoft.product)  # a follow-up, an import: asks for nothing
    make_ticket(nordsoft, fields={})


def test_changes_are_one_event_and_retired_fields_stay(nordsoft: Cast) -> None:
    version, users = define(nordsoft, "Version"), define(nordsoft, "Users", "number")
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    values = {version.pk: "7", users.pk: "1,5"}
    set_fields(ticket=ticket, actor=nordsoft.agent, values=values, now=MONDAY)
    set_fields(ticket=ticket, actor=nordsoft.agent, values=values, now=MONDAY)
    event = ticket.events.get(kind="fields")
    assert [(one["name"], one["before"], one["after"]) for one in event.data["changes"]] == [
        ("Version", "", "7"),
        ("Users", "", "1.5"),
    ]
    set_fields(ticket=ticket, actor=nordsoft.agent, values={version.pk: ""}, now=MONDAY)
    assert FieldValue.objects.get(ticket=ticket).field == users
    retire_field(actor=nordsoft.admin, kept=users, is_retired=True)
    assert fields_of(nordsoft.product) == [version]
    with pytest.raises(ValidationError):
        set_fields(ticket=ticket, actor=nordsoft.agent, values={users.pk: "2"}, now=MONDAY)
    assert FieldValue.objects.get(ticket=ticket).text == "1.5"
