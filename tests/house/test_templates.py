"""Rules for every template: it compiles, obeys the security policy, names only what exists, and is translated."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "emails" not in path.parts]
# The style sheet is for developers. Names, and keys as they are printed on the keyboard, are not translated.
UNTRANSLATED_PAGES = {"styleguide.html"}
CLASS_BLOCK = re.compile(r"\{% block (?:shell|main_class|body_class|main_attrs) %\}(.*?)\{% endblock", re.S)
UNTRANSLATED = re.compile(r"\b(Supportdesk|CSV|XLSX|JSON|Ctrl|Esc|NPS|API|[a-zA-Z])\b")

COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}", re.S)
TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")


def name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name)


@each(TEMPLATES)
def test_compiles(path: Path) -> None:
    engines["django"].get_template(name(path))


@each(PAGES)
def test_has_nothing_the_policy_refuses(path: Path) -> None:
    text = source(path)
    assert not re.search(r"<style\b|\sstyle=|\shx-on|\son[a-z]+=", text), "inline style or handler"
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, f"inline script: {tag}"
    outside = re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']*""", text)
    assert not outside, f"loaded from outside: {outside}"


SPRITE = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "templates/components/sprite.html").read_text()))


def icons(text: str) -> Iterator[str]:
    for found in re.findall(r'\{% icon "([^"]+)"', text):
        yield found if found.startswith("s-") else f"i-{found}"
    yield from re.findall(r'href="#((?:i|s)-[a-z-]+)"', text)


@each(PAGES)
def test_icons_are_in_the_sprite(path: Path) -> None:
    assert set(icons(source(path))) <= SPRITE


@each(PAGES)
def test_static_files_exist(path: Path) -> None:
    for found in re.findall(r"\{% static ['\"]([^'\"]+)['\"] %\}", source(path)):
        assert finders.find(found), found


def css_classes() -> set[str]:
    sheets = "".join(path.read_text() for path in (ROOT / "static/css").glob("*.css"))
    return set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", sheets))


@each(PAGES)
def test_classes_are_in_the_style_sheets(path: Path) -> None:
    used: set[str] = set()
    text = source(path)
    for value in re.findall(r'\bclass="([^"]*)"', text) + re.findall(CLASS_BLOCK, text.replace("main_attrs", "")):
        # A name that the template puts together (is-{{ state }}) is left alone; the rest must be in a sheet.
        used |= {
            part for part in TEMPLATE_CODE.sub(" \0", value).split() if "\0" not in part and not part.endswith("-")
        }
    assert used <= css_classes(), used - css_classes()


def untranslated(text: str) -> list[str]:
    text = TEMPLATE_CODE.sub(" ", TRANSLATED.sub(" ", CLASS_BLOCK.sub(" ", text)))
    text = re.sub(r"<(script|svg|kbd)\b.*?</\1>", " ", text, flags=re.S)
    said = re.findall(r"""\b(?:aria-label|title|placeholder|alt)=["']([^"'<>]*)["']""", text)
    said += re.sub(r"<[^>]*>|\bdata-[a-z-]+(?:=\"[^\"]*\")?", "\n", text).splitlines()
    return [line.strip() for line in said if WORD.search(UNTRANSLATED.sub("", re.sub(r"&\w+;", "", line)))]


@each([path for path in PAGES if name(path) not in UNTRANSLATED_PAGES])
def test_every_text_is_translated(path: Path) -> None:
    assert untranslated(source(path)) == []


def test_the_rule_finds_text_that_is_not_translated() -> None:
    assert untranslated('<p aria-label="Close">Open {{ x }}</p>{% translate "Fine" %}') == ["Close", "Open"]
