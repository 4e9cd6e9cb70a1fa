"""The database was restarted: a tenant's next transaction says so in Django's words, the one after it works."""

from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from accounts.models import Membership
from tests.cast import Cast
from tests.settings import urls


@pytest.mark.django_db(transaction=True)
def test_a_tenants_transaction_on_a_lost_connection(nordsoft: Cast) -> None:
    def ask() -> bool:
        with transaction.atomic():
            return Membership.objects.exists()

    assert ask()
    backend = connection.connection.info.backend_pid
    with closing(psycopg2.connect(urls.for_database(settings.TEST_DATABASE).superuser)) as server:
        server.cursor().execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    with pytest.raises(OperationalError):
        ask()
    connection.close_if_unusable_or_obsolete()
    assert ask()
