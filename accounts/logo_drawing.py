"""Makes a logo out of what was uploaded: the file itself is never shown to anybody."""

import warnings
from io import BytesIO
from typing import IO, NamedTuple

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

# SVG is not among them: it is a program, and is drawn differently everywhere.
KINDS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 2 * 1024 * 1024
# Told by the file's head before anything is unpacked: a small file may claim to be a huge picture.
MOST_PIXELS = 16_000_000
# Sharp in print at the size of a letterhead: some 65 by 20 millimetres at 300 dots an inch.
BOX = (800, 240)
LEAST = 16


class Logo(NamedTuple):
    """A PNG that fits into BOX, without anything but its pixels."""

    png: bytes
    width: int
    height: int


def make_logo(file: IO[bytes], *, size: int) -> Logo:
    """Draw the picture anew: turned upright, fitted into BOX, nothing of its metadata kept; `size` is in bytes.

    ValidationError for what is too large, too small, or no picture of KINDS.
    """
    if size > MOST_BYTES:
        said = _("The picture is larger than %(limit)s.") % {"limit": filesizeformat(MOST_BYTES)}
        raise ValidationError(said, code="size")
    try:
        with warnings.catch_warnings():
            # Pillow's own warning of a bomb comes later than ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=KINDS) as picture:
                _check_pixels(*picture.size)
                drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        said = _("This is not a picture that can be read. Send a PNG, JPEG or WebP.")
        raise ValidationError(said, code="kind") from error
    drawn.thumbnail(BOX, Image.Resampling.LANCZOS)
    kept = BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return Logo(kept.getvalue(), *drawn.size)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < LEAST:
        said = _("The picture is smaller than %(least)s pixels. Send a larger one.") % {"least": LEAST}
        raise ValidationError(said, code="pixels")


def _too_many_pixels() -> ValidationError:
    said = _("The picture has more than %(limit)s million pixels. Send a smaller one.")
    return ValidationError(said % {"limit": MOST_PIXELS // 1_000_000}, code="pixels")
