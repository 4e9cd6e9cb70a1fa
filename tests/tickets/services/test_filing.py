"""Filing, where two come at once."""

import pytest
from django.core.exceptions import ValidationError

from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Ticket


def test_a_subject_is_one_line(nordsoft: Cast) -> None:
    assert (
        make_ticket(nordsoft, subject="No printer\r\n\tBcc: all@example.com ").subject
        == "No printer Bcc: all@example.com"
    )


def test_a_number_of_another_system_is_taken_once_and_the_second_is_told(nordsoft: Cast) -> None:
    """The interface asks first; of two that ask at once the second is stopped by the database alone."""
    make_ticket(nordsoft, external_id="INC1")
    with pytest.raises(ValidationError) as refused:
        make_ticket(nordsoft, external_id="INC1")
    assert list(refused.value.message_dict) == ["external_id"]
    assert Ticket.objects.count() == 1
