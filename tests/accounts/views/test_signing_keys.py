"""The admin makes a key, publishes its record, and signs with it; the private half is never shown."""

from django.test import Client

from outbox.models import SigningKey
from tests.cast import Cast

PAGE = "/nordsoft/account/mail/keys/"


def test_a_key_from_making_to_removing(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.admin.user)
    assert 'value="nordsoft.example"' in client.get(PAGE).content.decode()  # the sender's domain is suggested
    assert client.post(PAGE, {"domain": "no domain"}).status_code == 422
    assert client.post(PAGE, {"domain": "nordsoft.example"}).status_code == 302
    key = SigningKey.objects.get()
    page = client.get(PAGE).content.decode()
    assert key.record_name in page
    assert key.record in page
    assert key.private not in page
    assert client.post(f"{PAGE}{key.pk}/use/", {"active": "1"}).status_code == 302
    key.refresh_from_db()
    assert key.is_active
    client.post(f"{PAGE}{key.pk}/removal/")
    assert SigningKey.objects.exists()
    client.post(f"{PAGE}{key.pk}/use/", {"active": ""})
    client.post(f"{PAGE}{key.pk}/removal/")
    assert not SigningKey.objects.exists()
    assert client.post(f"{PAGE}{key.pk}/use/").status_code == 404
