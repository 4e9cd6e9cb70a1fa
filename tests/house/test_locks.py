"""`make agreement` installs into the environment that everything else runs in: it must change nothing there."""

import re
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[2] / "requirements"


def pinned(name: str) -> dict[str, str]:
    """Give the versions of a lock file by package."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (REQUIREMENTS / name).read_text(), re.MULTILINE))


def test_the_bench_brings_no_other_version_of_what_is_there() -> None:
    bench, development = pinned("bench.lock"), pinned("development.lock")
    assert {"workclock", "django-bizcal"} <= set(bench) - set(development)
    shared = set(bench) & set(development)
    assert "django" in shared
    assert {name: bench[name] for name in shared} == {name: development[name] for name in shared}
