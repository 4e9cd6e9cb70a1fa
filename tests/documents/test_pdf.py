"""The one way to a PDF: what it says is what was given, and the same again gives the same bytes."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from documents.letter import Letter, Signatures, Table, Text, letter_pdf
from documents.pdf import TEMPLATES, render_pdf

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
LETTER = Letter(
    language="da",
    title="Tillæg til aftalen",
    sender="Lønhuset",
    receiver=["Bergs Byg ApS", "Karin Bergman"],
    dated="22. november 2026",
    reference="Tillæg 17",
    page="Side %(number)s af %(total)s",
    blocks=[
        Text("Gælder fra 1. januar 2027.", is_lead=True),
        Table("Hvad der ændres", ["Ydelse", "Standard", "Premium"], [["Juridisk hjælp", "–", "4 timer om året"]]),
        Signatures("Underskrifter", ["Lønhuset", "Bergs Byg ApS"], ["Sted og dato", "Underskrift"]),
    ],
)
HOSTILE = [
    '#import "x"',
    "#sys.inputs.data",
    '#read("letter.typ")',
    "= Heading *bold* _it_ $x^2$ `raw` <label> @ref // no comment /* none */",
    "#panic()",
    '"] #pagebreak() [',
    "\\#{}[]~--- ...",
    '#{json("/etc/passwd")}',
]


def read(pdf: bytes) -> Any:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def test_a_letter_says_what_it_was_given() -> None:
    said = text_of(letter_pdf(LETTER, written_at=AT))
    for word in ("Lønhuset", "Tillæg til aftalen", "Gælder fra 1. januar 2027.", "4 timer om året", "Sted og dato"):
        assert word in said
    assert "Side 1 af 1" in said


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_read_as_markup(name: str) -> None:
    blocks = [Text(name), Table(name, [name], [[name]]), Signatures(name, [name], [name])]
    hostile = replace(LETTER, title=name, receiver=[name], blocks=blocks)
    said = "".join(text_of(letter_pdf(hostile, written_at=AT)).split())
    assert said.count("".join(name.split())) == 9


SIGNS = st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=["Cc", "Cf", "Zs"])


@given(st.text(SIGNS, min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_a_western_text_holds_the_letter_says_it(text: str) -> None:
    assert text in "".join(text_of(letter_pdf(replace(LETTER, blocks=[Text(text)]), written_at=AT)).split())


def test_the_same_letter_gives_the_same_bytes_and_another_day_others() -> None:
    first = letter_pdf(LETTER, written_at=AT)
    assert letter_pdf(LETTER, written_at=AT) == first
    assert letter_pdf(LETTER, written_at=AT.replace(year=2027)) != first


def test_it_is_tagged_and_names_its_language_and_title() -> None:
    root = read(letter_pdf(LETTER, written_at=AT)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]) == "True"
    assert root["/Lang"] == "da"
    assert "/StructTreeRoot" in root
    about = root["/Metadata"].get_object().get_data()
    assert b"pdfuaid" in about
    assert "Tillæg til aftalen".encode() in about


def test_the_fonts_are_in_the_file() -> None:
    fonts = read(letter_pdf(LETTER, written_at=AT)).pages[0]["/Resources"]["/Font"].values()
    assert fonts
    for font in fonts:
        described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described)


@pytest.mark.parametrize("name", ["株式会社", "Bageri 🙂", "nul\x00\x01l"])
def test_what_no_font_can_draw_does_not_stop_a_letter(name: str) -> None:
    assert "Lønhuset" in text_of(letter_pdf(replace(LETTER, receiver=[name]), written_at=AT))


def test_a_long_letter_goes_on_on_the_next_page_with_its_signatures_together() -> None:
    rows = [["Ydelse", "–", "ja"]] * 32
    long = replace(LETTER, blocks=[Table("Alt", ["Ydelse", "Før", "Efter"], rows), LETTER.blocks[2]])
    pages = [page.extract_text() for page in read(letter_pdf(long, written_at=AT)).pages]
    assert len(pages) == 2
    assert "Side 2 af 2" in pages[1]
    assert "Underskrifter" in pages[1]
    assert pages[1].count("Sted og dato") == 2


def test_a_template_that_is_not_there_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="No such file"):
        render_pdf("nothing", {"title": "x", "language": "en"}, written_at=AT)


def test_no_template_asks_the_network_or_names_a_font_of_the_system() -> None:
    """A package (`@preview/…`) would be fetched; a font that is not in the wheel would be the system's or missing."""
    known = set(typst.Fonts(include_system_fonts=False).families())
    templates = list(TEMPLATES.rglob("*.typ"))
    assert templates
    for template in templates:
        source = template.read_text()
        assert "@" not in source, template
        named = source.split("font: (")[1].split(")")[0] if "font: (" in source else ""
        assert {name.strip(' "') for name in named.split(",") if name.strip()} <= known, template
