"""The documents name what is there: every link, every path in the tree, every setting of the environment."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "inbox" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ROOMS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
# What README's example would add, and an address of the interface for programs.
EXAMPLES = {"tickets/services/escalation.py", "tests/tickets/services/test_escalation.py", "sla/preview/"}
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
NAMED = re.compile(r"`([\w./-]+)`")


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_and_names_is_there(page: Path) -> None:
    text = page.read_text()
    links = [(link or picture).partition("#") for link, picture in LINK.findall(re.sub(r"`[^`]*`", "", text))]
    local = [(page.parent / to if to else page, anchor) for to, _, anchor in links if not re.match(r"\w+:", to)]
    assert [str(to) for to, anchor in local if not to.exists() or (anchor and anchor not in anchors(to))] == []
    named = {name for name in NAMED.findall(text) if "/" in name and name.split("/")[0] in ROOMS} - EXAMPLES
    assert sorted(name for name in named if not (ROOT / name).exists() and not re.search(r"[A-Z]{4}", name)) == []


def test_every_setting_of_the_table_is_read_and_every_one_read_is_in_it() -> None:
    table = (ROOT / "README.md").read_text().partition("## Configuration")[2].partition("\n## ")[0]
    told = set(re.findall(r"\b[A-Z][A-Z_]+[A-Z]\b", " ".join(re.findall(r"^\| ([A-Z_, ]+) \|", table, re.M))))
    files = [*(ROOT / "supportdesk").glob("*.py"), *(ROOT / "embedded").glob("*.py")]
    code = "\n".join(path.read_text() for path in files)
    assert {name for name in told if f'"{name}"' not in code} == set()
    calls = r"(?:flag|number|choice|matching|url|networks|database|refuse|env\.\w+|environ\.get)\(\s*\"([A-Z_]{4,})\""
    assert set(re.findall(calls, code)) - told == set()
