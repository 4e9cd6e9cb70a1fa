"""Secrets kept sealed."""

import pytest
from django.test import override_settings

from outbox.sealing import UnreadableSecretError, seal, unseal


def test_what_was_sealed_is_read_again_and_not_seen() -> None:
    sealed = seal("hemligt lösenord")
    assert unseal(sealed) == "hemligt lösenord"
    assert "hemligt" not in sealed
    assert seal("hemligt lösenord") != sealed


def test_after_a_new_key_the_old_one_still_opens_while_it_is_a_fallback() -> None:
    sealed = seal("hemligt")
    from django.conf import settings

    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert unseal(sealed) == "hemligt"
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]), pytest.raises(UnreadableSecretError):
        unseal(sealed)
