"""A year of the demo, loaded once: whoever looks at it stands in this folder, and in one group, so on one worker."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings

from tests.conftest import Standing
from tests.demo.conftest import HASHERS, WORKING, load


@pytest.fixture(scope="package")
def year(standing: Standing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Load the data once for all tests of the folder, which each take back what they change."""
    media = str(tmp_path_factory.mktemp("media"))
    with standing(), override_settings(DEMO=True, PASSWORD_HASHERS=HASHERS, MEDIA_ROOT=media):
        load(WORKING, tickets=400)
        connection.check_constraints()  # else the end of each test checks the whole year
        yield
