"""manage.py index_words splits tickets and comments in the tenant's language as it is now."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Tenant
from surveys.models import Answer
from tests.cast import Cast
from tests.surveys.test_comments import found, said
from tickets.models.search_entry import SearchEntry


def run(**options: str) -> str:
    out = StringIO()
    call_command("index_words", stdout=out, **options)
    return out.getvalue()


def test_comments_and_tickets_are_found_in_the_new_language(nordsoft: Cast) -> None:
    said(nordsoft, (5, "The engineers answered my questions"), (4, ""))
    ticket = Answer.objects.exclude(reason="").get().invitation.ticket
    Tenant.objects.filter(pk=nordsoft.tenant.pk).update(language="en")
    nordsoft.manager.tenant.refresh_from_db()
    assert found(nordsoft, q="engineer question") == set()
    before = SearchEntry.objects.get(ticket=ticket).vector
    assert run(tenant="nordsoft") == "nordsoft: 1 tickets and 1 comments.\n"
    assert found(nordsoft, q="engineer question") == {"The engineers answered my questions"}
    assert SearchEntry.objects.get(ticket=ticket).vector != before
    assert run() == "nordsoft: 1 tickets and 1 comments.\n"


def test_a_tenant_that_is_not_there_is_named(nordsoft: Cast) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        run(tenant="nowhere")
