"""The admin's logo: drawn anew, shown to everybody under its own address, refused where it is no fit picture."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.errors import NotAllowedError
from accounts.models import TenantLogo
from accounts.services.logo import put_logo
from accounts.tenancy.context import tenant_context
from tests.cast import Cast
from tests.logos import picture

PAGE = "/nordsoft/account/logo/"


@pytest.fixture
def admin(nordsoft: Cast, client: Client) -> Client:
    client.force_login(nordsoft.admin.user)
    return client


def send(client: Client, content: bytes, name: str = "logo.png") -> Any:
    return client.post(PAGE, {"picture": SimpleUploadedFile(name, content)})


def shown(client: Client, version: str) -> Any:
    return client.get(f"{PAGE}{version}.png")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_put_in_place_and_anybody_sees_it(admin: Client, kind: str) -> None:
    assert send(admin, picture(kind, (1600, 400))).status_code == 302
    logo = TenantLogo.objects.get()
    assert (logo.width, logo.height) == (800, 200)
    page = admin.get(PAGE).content.decode()
    assert f'{PAGE}{logo.version}.png" width="800" height="200" alt="Nordsoft"' in page
    answer = shown(Client(), logo.version)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(BytesIO(answer.content)).size == (800, 200)


def test_another_one_takes_its_place_and_the_old_file_goes(
    admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    send(admin, picture())
    old = TenantLogo.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send(admin, picture(size=(300, 200)))
    new = TenantLogo.objects.get()
    assert (new.version != old.version, new.width) == (True, 300)
    assert shown(admin, old.version).status_code == 404
    assert not default_storage.exists(old.path)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(f"{PAGE}removal/")
    assert not TenantLogo.objects.exists()
    assert shown(admin, new.version).status_code == 404
    assert not default_storage.exists(new.path)


def test_what_was_hidden_in_the_file_is_not_kept(admin: Client) -> None:
    about = Image.Exif()
    about[0x010E] = "secret words"
    about[0x0112] = 6  # lying on its side
    content = picture("JPEG", (200, 100), exif=about) + b"<script>secret words</script>"
    send(admin, content, "logo.jpg")
    logo = TenantLogo.objects.get()
    assert (logo.width, logo.height) == (100, 200)
    assert b"secret" not in shown(admin, logo.version).content


def claiming(width: int, height: int) -> bytes:
    """Give a small PNG that claims to be a huge picture."""
    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\0\0\0"
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + head + zlib.crc32(head).to_bytes(4, "big") + b"\0\0\0\x10IDAT" + bytes(16)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.svg", "Send a PNG, JPEG or WebP"),
        (b"GIF89a" + bytes(100), "logo.gif", "Send a PNG, JPEG or WebP"),
        (picture()[:-40], "logo.png", "Send a PNG, JPEG or WebP"),
        (picture(size=(4, 40)), "logo.png", "smaller than 16 pixels"),
        (claiming(60_000, 60_000), "logo.png", "more than 16 million pixels"),
        (claiming(5_000, 5_000), "logo.png", "more than 16 million pixels"),
        (picture() + bytes(2 * 1024 * 1024), "logo.png", "larger than 2.0\xa0MB"),
    ],
)
def test_what_is_no_fit_picture_is_refused_and_the_one_before_stays(
    admin: Client, nordsoft: Cast, content: bytes, name: str, said: str
) -> None:
    nordsoft.admin.user.language = "en"
    nordsoft.admin.user.save()
    send(admin, picture())
    before = TenantLogo.objects.get()
    answer = send(admin, content, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert TenantLogo.objects.get().version == before.version


def test_a_logo_is_its_tenants_alone(admin: Client, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        logo = put_logo(file=SimpleUploadedFile("l.png", picture()), actor=lonhuset.admin, now=timezone.now())
    assert shown(admin, logo.version).status_code == 404
    assert logo.version not in admin.get(PAGE).content.decode()
    assert Client().get(f"/lonhuset/account/logo/{logo.version}.png").status_code == 200


def test_only_an_admin_puts_one_in_place(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        put_logo(file=SimpleUploadedFile("l.png", picture()), actor=nordsoft.manager, now=timezone.now())
