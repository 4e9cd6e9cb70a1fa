"""A wrong environment stops the start with a sentence that names the variable."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.settings import BASE, urls

SOUND = {
    "DATABASE_URL": urls.database,
    "RELAY_DATABASE_URL": urls.relay,
    "OWNER_DATABASE_URL": urls.owner,
    "REDIS_URL": urls.redis,
    "SECRET_KEY": "a-key-for-this-test-alone-0123456789abcdef",
    "PUBLIC_URL": "https://support.example",
    "ALLOWED_HOSTS": "support.example",
    "EMAIL_URL": "smtp://127.0.0.1:1025",
}


WRONG = [
    ("DEMO", "perhaps"),
    ("DEBUG", "2"),
    ("BEHIND_PROXY", "nginx"),
    ("SSL_REDIRECT", "x"),
    ("SECRET_KEY", None),
    ("SECRET_KEY", "short"),
    ("DATABASE_URL", "sqlite:///x"),
    ("DATABASE_URL", "postgres://app@127.0.0.1:5432"),
    ("DATABASE_URL", "postgres://app@127.0.0.1:port/x"),
    ("RELAY_DATABASE_URL", "mysql://relay@127.0.0.1/x"),
    ("OWNER_DATABASE_URL", "not an address"),
    ("DATABASE_URL", None),
    ("REDIS_URL", None),
    ("RELAY_DATABASE_URL", None),
    ("REDIS_URL", "http://127.0.0.1:6379"),
    ("REDIS_URL", "127.0.0.1:6379"),
    ("PUBLIC_URL", "support.example"),
    ("EMAIL_URL", "mail.example"),
    ("CONN_MAX_AGE", "-1"),
    ("ATTACHMENT_MAX_MB", "0"),
    ("ATTACHMENT_MAX_MB", "many"),
    ("LOG_LEVEL", "LOUD"),
    ("API_RATE", "often"),
    ("DEFAULT_FROM_EMAIL", "nobody"),
    ("CLAMD_URL", "127.0.0.1:3310"),
    ("WEBHOOK_ALLOWED_NETWORKS", "10.0.0.1/8"),
    ("MAIL_AUTH_SERVERS", "mx.example, mx one"),
]
# Most of a start is reading the libraries: this process does that once, and each environment is a fork's, which reads
# what is ours.
FORKING = """
import celery, celery.schedules, csp.constants, django.forms, django.http, environ, json, os, structlog, sys
for environment in json.load(sys.stdin):
    end, pipe = os.pipe()
    if not os.fork():
        os.dup2(pipe, 2)
        os.environ.clear()
        os.environ.update(environment)
        import supportdesk.settings
        sys.exit()
    os.close(pipe)
    said = open(end).read().strip().splitlines()
    print(json.dumps([os.waitstatus_to_exitcode(os.wait()[1]), said[-1] if said else ""]), flush=True)
assert not any(name.split(".")[0] == "supportdesk" for name in sys.modules)
"""


def _environment(folder: Path, change: dict[str, str | None]) -> dict[str, str]:
    """Give a production environment but for `change` (None: not set)."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {"SUPPORTDESK_DATA_DIR": str(folder)} | SOUND | change
    return {name: value for name, value in environment.items() if value is not None}


def _start(tmp_path: Path, change: dict[str, str | None], code: str = "import supportdesk.settings") -> tuple[int, str]:
    """Start a process of its own."""
    given = _environment(tmp_path, change)
    done = subprocess.run([sys.executable, "-c", code], cwd=BASE, env=given, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str | None], tuple[int, str]]:
    """Give how each wrong start ended, and a sound one (named "")."""
    given = [("", None), *WRONG]
    folder = tmp_path_factory.mktemp("data")
    text = json.dumps([_environment(folder, {name: value} if name else {}) for name, value in given])
    command = [sys.executable, "-c", FORKING]
    done = subprocess.run(command, cwd=BASE, input=text, capture_output=True, text=True, timeout=120, check=True)
    answers = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
    return dict(zip(given, answers, strict=True))


def test_a_sound_environment_starts(tmp_path: Path) -> None:
    assert _start(tmp_path, {}) == (0, "")
    assert not list(tmp_path.iterdir())


@pytest.mark.xdist_group("settings")  # one worker: started once
@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_by_name(
    started: dict[tuple[str, str | None], tuple[int, str]], name: str, value: str | None
) -> None:
    assert started["", None] == (0, "")
    status, said = started[name, value]
    assert status == 1
    assert said.startswith(f"django.core.exceptions.ImproperlyConfigured: {name}: ")
    if value and name == "SECRET_KEY":
        assert value not in said


def test_no_secret_is_made_up_in_production(tmp_path: Path) -> None:
    status, said = _start(tmp_path, {"SECRET_KEY": ""})
    assert (status, "SECRET_KEY: is not set" in said) == (1, True)
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(("given", "read"), [(None, "[]"), ("", "[]"), ("old,older", "['old', 'older']")])
def test_earlier_secrets_are_still_read(tmp_path: Path, given: str | None, read: str) -> None:
    show = "from supportdesk.settings import SECRET_KEY_FALLBACKS as old; import sys; sys.stderr.write(str(old))"
    assert _start(tmp_path, {"SECRET_KEY_FALLBACKS": given}, show) == (0, read)


def test_a_demo_makes_its_secret_once_for_itself_alone(tmp_path: Path) -> None:
    show = "from supportdesk.settings import SECRET_KEY; import sys; sys.stderr.write(SECRET_KEY)"
    first, second = (_start(tmp_path, {"SECRET_KEY": None, "DEMO": "1"}, show) for _ in range(2))
    assert first == second
    assert len(first[1]) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


# As gunicorn does it. `make setup` or the image collects the static files; their absence is only a warning.
WEB = "import warnings; warnings.simplefilter('ignore'); import supportdesk.wsgi"


def test_the_web_process_starts_as_the_unprivileged_role(tmp_path: Path) -> None:
    assert _start(tmp_path, {}, WEB) == (0, "")


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "why"), [("owner", "owns the tables"), ("superuser", "is a superuser")])
def test_the_web_process_refuses_a_privileged_role(tmp_path: Path, role: str, why: str) -> None:
    database = urls.for_database(settings.TEST_DATABASE)
    status, said = _start(tmp_path, {"DATABASE_URL": getattr(database, role)}, WEB)
    assert status == 1
    assert said.startswith("django.core.exceptions.ImproperlyConfigured: DATABASE_URL: the role “")
    assert why in said
