"""Pictures to upload as a logo."""

from io import BytesIO
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 100), **more: Any) -> bytes:
    """Draw a plain picture of a size."""
    kept = BytesIO()
    Image.new("RGB", size, (0, 87, 75)).save(kept, kind, **more)
    return kept.getvalue()
