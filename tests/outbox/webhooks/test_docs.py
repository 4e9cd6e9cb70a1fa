"""What docs/webhooks.md says is so."""

import re
import time
from typing import Any

import pytest
from django.conf import settings

from outbox.webhooks import catalogue, settling, signing

TEXT = (settings.BASE_DIR / "docs" / "webhooks.md").read_text()


@pytest.fixture
def is_ours() -> Any:
    """Take the receiver's code from the page."""
    found = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)  # noqa: S102 - of our own page
    return names["is_ours"]


def test_the_code_on_the_page_checks_our_signatures(is_ours: Any) -> None:
    old, new = signing.new_secret(), signing.new_secret()
    body, now = b'{"type":"ticket.created"}', int(time.time())
    headers = signing.headers([new, old], webhook_id="msg_1", timestamp=now, body=body)
    assert is_ours(old, headers, body)
    assert is_ours(new, headers, body)
    assert not is_ours(signing.new_secret(), headers, body)
    assert not is_ours(new, headers, body + b" ")
    assert not is_ours(new, headers | {"webhook-id": "msg_2"}, body)
    late = signing.headers([new], webhook_id="msg_1", timestamp=now - 400, body=body)
    assert not is_ours(new, late, body)


def test_the_page_names_every_event() -> None:
    table = TEXT.partition("## Events")[2].partition("The shapes of")[0]
    named = {
        name for line in table.splitlines() for name in re.findall(r"`([a-z]+\.[a-z_]+)`", line.partition(" | ")[0])
    }
    assert named == {kind.name for kind in catalogue.kinds()} | {catalogue.TEST}


def test_it_is_tried_for_three_days_as_the_page_says() -> None:
    assert settling.WAITS == (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
    assert 3 * 86400 <= sum(settling.WAITS) <= 4 * 86400
