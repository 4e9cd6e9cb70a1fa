"""Pages behind a link in a mail are opened so often from one network address, and no more."""

import pytest
import time_machine
from django.test import Client

from accounts.limits import BY_ADDRESS, within_for
from tests.cast import MONDAY, Cast

LINKS = [
    ("confirmation", "confirm/guess-{}/", 410),
    ("stop", "portal/stop/guess-{}/", 404),
    ("stop", "portal/notices/stop/guess-{}/", 404),
    ("calendar", "portal/notices/calendar/guess-{}.ics", 404),
    ("invitation", "account/invitation/guess-{}/", 410),
]


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(("action", "path", "status"), LINKS)
def test_a_guesser_is_stopped_and_the_neighbour_is_not(nordsoft: Cast, action: str, path: str, status: int) -> None:
    path = "/nordsoft/" + path
    guesser, neighbour = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    for _time in range(BY_ADDRESS - 1):
        within_for("192.0.2.1", action, most=BY_ADDRESS)
    # Reading counts as sending does: the page says whether the link is one.
    assert guesser.get(path.format(1)).status_code == status
    assert guesser.get(path.format(2)).status_code == 429
    assert guesser.post(path.format(3)).status_code in (405, 429)
    assert neighbour.get(path.format(4)).status_code == status
