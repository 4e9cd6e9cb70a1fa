"""Reads what XLSX files say, by the words of their XML alone: values, kinds and formats of cells."""

from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

_NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Read:
    """One cell: its text or number, whether it is text, its number format, whether it stays text when edited."""

    value: str
    is_text: bool
    pattern: str
    is_quoted: bool


def parts_of(content: bytes) -> list[str]:
    """Name the files inside."""
    return ZipFile(BytesIO(content)).namelist()


def sheet_of(content: bytes, number: int = 1) -> str:
    """Give a sheet's XML."""
    return ZipFile(BytesIO(content)).read(f"xl/worksheets/sheet{number}.xml").decode()


def cells_of(content: bytes, number: int = 1) -> dict[str, Read]:
    """Give a sheet's cells by their place (A1)."""
    styles = ElementTree.fromstring(ZipFile(BytesIO(content)).read("xl/styles.xml"))  # noqa: S314 - our own file
    patterns = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iter(f"{_NAME}numFmt")}
    cell_formats = styles.find(f"{_NAME}cellXfs")
    assert cell_formats is not None
    formats = [(patterns.get(each.get("numFmtId"), ""), each.get("quotePrefix") == "1") for each in cell_formats]
    found = {}
    for cell in ElementTree.fromstring(sheet_of(content, number)).iter(f"{_NAME}c"):  # noqa: S314 - our own file
        text = "".join(each.text or "" for each in cell.iter(f"{_NAME}t"))
        value = cell.findtext(f"{_NAME}v", "")
        pattern, is_quoted = formats[int(cell.get("s", "0"))]
        found[cell.get("r", "")] = Read(text or value, cell.get("t") == "inlineStr", pattern, is_quoted)
    return found
