"""Who may see what, as people move."""

from contracts.models import Contact
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Ticket


def test_who_moves_to_another_company_leaves_the_tickets_of_the_first_behind(nordsoft: Cast) -> None:
    before = make_ticket(nordsoft, contact=nordsoft.lars)
    Contact.objects.filter(pk=nordsoft.lars.pk).update(customer=nordsoft.stranger)
    after = make_ticket(nordsoft, contact=nordsoft.lars, customer=nordsoft.stranger)
    assert nordsoft.lars.membership
    assert list(Ticket.objects.all().visible_to(nordsoft.lars.membership)) == [after]
    assert before in Ticket.objects.all().visible_to(nordsoft.member("customer"))
