"""A letter: what it says, apart from how it looks. The page and the PDF draw the same blocks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from documents.pdf import render_pdf

LOGO_MM = (62, 16)


@dataclass(frozen=True)
class Text:
    """A paragraph, under a heading where it has one; line breaks are kept. `is_lead`: what must not be overlooked."""

    text: str
    is_lead: bool = False
    heading: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """A table under its heading, with as many columns as its head names. `numeric`: all but the first hold numbers."""

    heading: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: bool = False
    kind: str = "table"

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Give each row's cells with their column's head, as a narrow page names them."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Signatures:
    """A line to sign on for each party; `words` stand under it: place and date, name in capitals."""

    heading: str
    parties: Sequence[str]
    words: Sequence[str]
    kind: str = "signatures"


@dataclass(frozen=True)
class Figure:
    """One large number under its label, with a line of small print below."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """The numbers to see first, side by side."""

    figures: Sequence[Figure]
    kind: str = "figures"


@dataclass(frozen=True)
class Entry:
    """A thing with its title, a line of facts and a few sentences; with `url` the title leads there."""

    title: str
    facts: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Entries:
    """A list of things that need more room than a table's row has."""

    heading: str
    entries: Sequence[Entry]
    kind: str = "entries"


Block = Text | Table | Signatures | Figures | Entries


@dataclass(frozen=True)
class Logo:
    """The sender's picture, a PNG of so many pixels; it stands for the sender's name at the head."""

    png: bytes
    width: int
    height: int

    def on_paper(self) -> dict[str, Any]:
        """Give it as the template reads it: its bytes, and millimetres that fit into LOGO_MM in its own shape."""
        scale = min(LOGO_MM[0] / self.width, LOGO_MM[1] / self.height)
        return {"png": list(self.png), "width": self.width * scale, "height": self.height * scale}


@dataclass(frozen=True)
class Letter:
    """Everything is translated and formatted already. `page` is the footer with %(number)s and %(total)s in it."""

    language: str
    title: str
    sender: str
    receiver: Sequence[str]
    dated: str
    reference: str
    page: str
    blocks: Sequence[Block]


def letter_pdf(letter: Letter, *, written_at: datetime, logo: Logo | None = None) -> bytes:
    """Give the letter as a PDF (see `render_pdf`), under the sender's name or logo."""
    return render_pdf("letter", asdict(letter) | {"logo": logo.on_paper() if logo else None}, written_at=written_at)
