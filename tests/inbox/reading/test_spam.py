"""What a mail server before us has marked as spam."""

import pytest

from inbox.reading import read


def is_spam(name: str, value: str) -> bool:
    return read(f"{name}: {value}\r\nFrom: ida@nyab.example\r\n\r\nHello.\r\n".encode()).is_spam


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Spam-Flag", "YES"),
        ("X-Spam-Status", "Yes, score=12.1 required=5.0 tests=BAYES_99\r\n\tautolearn=no"),
        ("X-Spam", "Yes"),
        ("X-Spamd-Result", "default: True [15.20 / 15.00]; ARC_NA(0.00)[]"),
        ("X-Rspamd-Action", "add header"),
        ("X-MS-Exchange-Organization-SCL", "5"),
        ("X-MS-Exchange-Organization-SCL", "9"),
        ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;CTRY:US;LANG:en;SCL:5;SRV:;SFV:SPM;H:x.example;CAT:SPM;"),
    ],
)
def test_is_marked(name: str, value: str) -> None:
    assert is_spam(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Spam-Flag", "NO"),
        ("X-Spam-Status", "No, score=-1.9 required=5.0 tests=YES_OR_NO"),
        ("X-Spam-Level", "*****"),
        ("X-Spamd-Result", "default: False [3.20 / 15.00]"),
        ("X-Rspamd-Action", "no action"),
        ("X-MS-Exchange-Organization-SCL", "-1"),
        ("X-MS-Exchange-Organization-SCL", "4"),
        ("X-MS-Exchange-Organization-SCL", "9e9"),
        ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;SCL:1;SFV:NSPM;H:SFV:SPM.example;"),
        ("Subject", "X-Spam-Flag: YES"),
    ],
)
def test_is_not_marked(name: str, value: str) -> None:
    assert not is_spam(name, value)
