"""The signatures that the Standard Webhooks libraries check."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.webhooks import signing


def test_a_known_signature() -> None:
    """Of the specification's own example."""
    made = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        webhook_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_has_256_random_bits() -> None:
    first, second = signing.new_secret(), signing.new_secret()
    assert first != second
    assert first.startswith("whsec_")
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32


def test_two_secrets_sign_both() -> None:
    old, new = signing.new_secret(), signing.new_secret()
    made = signing.headers([new, old], webhook_id="msg_1", timestamp=7, body=b"{}")
    alone = [signing.signature(secret, webhook_id="msg_1", timestamp=7, body=b"{}") for secret in (new, old)]
    assert made == {"webhook-id": "msg_1", "webhook-timestamp": "7", "webhook-signature": " ".join(alone)}


@given(st.binary(max_size=50), st.integers(0, 2**40), st.text("abc_1", min_size=1, max_size=8))
def test_another_body_time_or_id_is_another_signature(body: bytes, at: int, name: str) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    made = signing.signature(secret, webhook_id=name, timestamp=at, body=body)
    others = [(name + "x", at, body), (name, at + 1, body), (name, at, body + b" ")]
    assert made not in [signing.signature(secret, webhook_id=n, timestamp=t, body=b) for n, t, b in others]


def test_a_secret_that_is_none_signs_nothing() -> None:
    with pytest.raises(ValueError, match="base64"):
        signing.signature("whsec_?", webhook_id="msg_1", timestamp=1, body=b"")
