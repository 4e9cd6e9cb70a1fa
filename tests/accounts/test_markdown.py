"""Nothing a message says can do anything but be read."""

import pytest

from accounts.markdown import to_html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.example/pixel.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<svg onload=alert(1)>",
        "<iframe src=//elsewhere.example>",
        "<style>body{display:none}</style>",
        '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
        "`<script>`",
        "<form action=//elsewhere.example><input name=password>",
    ],
)
def test_what_could_run_is_text(text: str) -> None:
    html = to_html(text)
    for tag in ("<script", "<img", "<svg", "<iframe", "<style", "<form", "<input"):
        assert tag not in html, html
    for scheme in ('href="javascript', 'href="data', 'href="vbscript'):
        assert scheme not in html.lower(), html
    assert " onmouseover=" not in html.replace("&quot; onmouseover=", "")


def test_what_people_write_is_kept() -> None:
    html = to_html("Hi,\nsecond line\n\n- one\n- *two*\n\n[site](https://a.example)\n\n```\ncode\n```")
    assert "Hi,<br>" in html
    assert "<em>two</em>" in html
    assert 'href="https://a.example"' in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert '<pre tabindex="0"><code>code' in html
