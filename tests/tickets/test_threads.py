"""A mail says which ticket it belongs to, and nobody else can say so."""

from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy.context import tenant_context
from tests.cast import Cast
from tickets import threads

DOMAIN = "nordsoft.example"


def test_a_message_id_names_its_ticket(nordsoft: Cast) -> None:
    made = threads.new_message_id(1042, DOMAIN)
    assert made.startswith("<1042.")
    assert made.endswith(f"@{DOMAIN}>")
    assert threads.ticket_of_message_id(made) == 1042
    assert threads.ticket_of_message_id(made.upper().strip("<>")) == 1042
    assert threads.new_message_id(1042, DOMAIN) != made


def test_an_address_names_its_ticket(nordsoft: Cast) -> None:
    address = threads.reply_address("support@nordsoft.example", 1042)
    assert threads.ticket_of_address(address) == 1042
    assert threads.ticket_of_address(address.upper()) == 1042
    assert threads.plain_address(address) == "support@nordsoft.example"


def test_another_number_is_not_believed(nordsoft: Cast) -> None:
    assert threads.ticket_of_message_id(threads.new_message_id(1042, DOMAIN).replace("1042", "1043")) is None
    assert threads.ticket_of_address(threads.reply_address("a@b.example", 1042).replace("1042", "1043")) is None


def test_what_one_tenant_gave_out_opens_nothing_at_another(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(nordsoft.tenant.pk):
        made, address = threads.new_message_id(1042, DOMAIN), threads.reply_address("a@b.example", 1042)
    with tenant_context(lonhuset.tenant.pk):
        assert threads.ticket_of_message_id(made) is None
        assert threads.ticket_of_address(address) is None


@given(text=st.text(max_size=80))
def test_nothing_else_is_taken_for_one(text: str) -> None:
    with tenant_context(1):
        assert threads.ticket_of_message_id(text) is None
        assert threads.ticket_of_address(text) is None
