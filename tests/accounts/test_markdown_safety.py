"""Whatever is written, what comes out holds nothing that runs or is loaded from elsewhere."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.markdown import ATTRIBUTES, TAGS, picture_names, to_html

PICTURES = {"picture-1.png": "/nordsoft/attachments/4/", "a b.png": "/nordsoft/attachments/5/"}
# What is known to have got past one sanitiser or another.
KNOWN = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    '<img """><script>alert(1)</script>">',
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href=javascript&colon;alert(1)>x</a>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import '//evil.example/x.css'</style>",
    "<p style='background:url(//evil.example)'>x</p>",
    "[x](javascript:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/picture-1.png)",
    "![x](picture-1.png?x=https://evil.example)",
    "![x](../attachments/9/)",
    '![x" onerror="alert(1)](picture-1.png)',
    '![x](picture-1.png "t\\" onerror=\\"alert(1)")',
    "[![x](picture-1.png)](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    '```"><script>alert(1)</script>\nx\n```',
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
]
PIECES = st.sampled_from([*KNOWN, "![", "](", ")", "[", "<", ">", '"', "'", "`", "\n", "\\", "&", "picture-1.png", " "])


class Strict(HTMLParser):
    """Reads as a browser does and refuses every tag, attribute and address that is not expected."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS | {"img"}, tag
        for name, value in attrs:
            if tag == "img":
                assert name in ("src", "alt", "title")
                assert name != "src" or value in PICTURES.values(), value
            elif (tag, name) not in (("pre", "tabindex"), ("a", "rel")):
                assert name in ATTRIBUTES.get(tag, set()), (tag, name)
            if name == "href":
                scheme = (value or "").split(":")[0].lower() if ":" in (value or "") else ""
                relative = not scheme.isalnum()
                assert relative or scheme in ("http", "https", "mailto", "tel"), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def check(text: str) -> None:
    for pictures in ({}, PICTURES):
        reader = Strict()
        reader.feed(to_html(text, pictures))
        reader.close()


@pytest.mark.parametrize("text", KNOWN)
def test_known_tricks_are_text(text: str) -> None:
    check(text)


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=8).map("".join))
def test_no_mixture_of_them_gets_through(text: str) -> None:
    check(text)


def test_own_pictures_are_shown_and_no_others() -> None:
    html = to_html("![Menu](picture-1.png) ![x](picture-2.png)", PICTURES)
    assert '<img src="/nordsoft/attachments/4/" alt="Menu">' in html
    assert html.count("<img") == 1
    assert '<img src="/nordsoft/attachments/5/"' in to_html("![x](<a b.png>)", PICTURES)


def test_a_picture_may_be_a_link() -> None:
    html = to_html("[![x](picture-1.png)](https://a.example)", PICTURES)
    assert html.startswith('<p><a href="https://a.example"')
    assert "<img" in html


def test_the_names_that_a_text_shows() -> None:
    assert picture_names("![a](picture-1.png) [b](picture-2.png) ![](bild%201.png)") == {"picture-1.png", "bild 1.png"}
