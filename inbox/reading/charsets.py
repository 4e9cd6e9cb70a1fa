"""Bytes to text, whatever they say they are."""

import codecs

# Names that mail programs use and Python does not know, or knows as less than what is meant.
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}


def decoded(content: bytes, charset: str) -> str:
    """Decode by what is said if that holds, else as UTF-8 if it is that, else as Windows' western letters.

    UTF-8 that calls itself ASCII or Latin-1 is read as UTF-8. Null bytes, which no text column takes, are left out.
    """
    return _decoded(content, charset).replace("\0", "").replace("\ufeff", "")


def _decoded(content: bytes, charset: str) -> str:
    said = charset.strip().strip("\"'").lower()
    meant = _MEANT.get(said, said)
    trusted = meant != "cp1252" and _is_text_codec(meant)
    for name in (meant, "utf-8", "cp1252") if trusted else ("utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (UnicodeError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _is_text_codec(name: str) -> bool:
    """Say whether it is a charset: Python's codecs include zip and hex, which are none."""
    try:
        return bool(name) and codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False
