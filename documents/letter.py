"""A letter: what it says, apart from how it looks. The page and the PDF draw the same blocks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from documents.pdf import render_pdf


@dataclass(frozen=True)
class Text:
    """A paragraph; line breaks are kept. `is_lead`: what must not be overlooked."""

    text: str
    is_lead: bool = False
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """A table under its heading, with as many columns as its head names."""

    heading: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
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


Block = Text | Table | Signatures


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


def letter_pdf(letter: Letter, *, written_at: datetime) -> bytes:
    """Give the letter as a PDF (see `render_pdf`)."""
    return render_pdf("letter", asdict(letter), written_at=written_at)
