"""There is no Docker engine in the tests: they run what the two files say, with the same commands and environment."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from embedded import ensure_servers, forget_servers
from embedded.mailsink import MailSink
from embedded.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# One worker migrates one database for all of them.
pytestmark = pytest.mark.xdist_group("test_compose")
OURS = ["migrate", "web", "worker", "beat"]
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "RELAY_PASSWORD", "REDIS_PASSWORD"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


def fill(text: object, values: dict[str, str]) -> str:
    """Put variables into a value as Compose does: `:-` gives a default, `:?` stops with its message."""

    def value(match: re.Match[str]) -> str:
        name, how, rest = match.groups()
        if values.get(name):
            return values[name]
        assert how == "-", f"{name} has no value: {rest}"
        return rest

    return VARIABLE.sub(value, str(text)).replace("$$", "$")


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Give the values of .env, and the engines' places in this test under the names they have in Compose."""
    folder = tmp_path_factory.mktemp("compose") / "data"
    urls = ensure_servers(folder, durable=False)
    with MailSink(folder / "mail") as mail:
        yield {
            "APP_PASSWORD": str(urlsplit(urls.database).password),
            "RELAY_PASSWORD": str(urlsplit(urls.relay).password),
            "OWNER_PASSWORD": str(urlsplit(urls.owner).password),
            "POSTGRES_PASSWORD": str(urlsplit(urls.superuser).password),
            "REDIS_PASSWORD": str(urlsplit(urls.redis).password),
            "SECRET_KEY": "a-key-for-one-test-" + "0123456789" * 5,
            "PUBLIC_URL": "https://support.example.com",
            "ALLOWED_HOSTS": "support.example.com",
            "DEFAULT_FROM_EMAIL": "support@support.example.com",
            "@postgres:5432": f"@127.0.0.1:{urlsplit(urls.database).port}",
            "@redis:6379": f"@127.0.0.1:{urlsplit(urls.redis).port}",
            "//mail:1025": f"//127.0.0.1:{mail.port}",
            "0.0.0.0:8000": f"127.0.0.1:{free_port()}",
            "/srv/supportdesk": str(folder),
        }
    forget_servers(folder)


def placed(text: object, engines: dict[str, str]) -> str:
    """Fill in a value and replace the containers' places by this test's."""
    filled = fill(text, engines)
    for place, here in engines.items():
        if not place.isidentifier():
            filled = filled.replace(place, here)
    return filled


def environment(service: str, engines: dict[str, str]) -> dict[str, str]:
    """Give exactly the service's environment and the image's, nothing of the test's own."""
    values = {name: placed(value, engines) for name, value in SERVICES[service]["environment"].items()}
    image = {"DJANGO_SETTINGS_MODULE": "supportdesk.settings", "SUPPORTDESK_DATA_DIR": engines["/srv/supportdesk"]}
    for name in image:
        assert f"{name}=" in DOCKERFILE
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
        "HOME": engines["/srv/supportdesk"],
        **image,
        **values,
    }


@pytest.fixture(scope="module")
def migrated(engines: dict[str, str]) -> dict[str, str]:
    command = [placed(part, engines) for part in SERVICES["migrate"]["command"]]
    Path(engines["/srv/supportdesk"], "beat").mkdir()
    subprocess.run(command, cwd=ROOT, env=environment("migrate", engines), check=True, timeout=120)
    return engines


@pytest.fixture
def run(migrated: dict[str, str], tmp_path: Path) -> Iterator[Any]:
    """Start services by name; each is ended with SIGTERM after the test, and must then end well."""
    running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(service: str) -> Path:
        log = tmp_path / service
        command = [placed(part, migrated) for part in SERVICES[service]["command"]]
        with log.open("wb") as file:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment(service, migrated), stdout=file, stderr=subprocess.STDOUT
            )
        running.append((service, process))
        return log

    yield start
    for service, process in running:
        assert process.poll() is None, f"{service} ended by itself: {(tmp_path / service).read_text()[-2000:]}"
        process.terminate()
        assert process.wait(30) == 0, (tmp_path / service).read_text()[-2000:]


def eventually(question: Any, seconds: float, log: Path) -> Any:
    until = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < until, log.read_text()[-3000:]
        time.sleep(0.1)
    return answer


def test_web_answers_its_health_check_and_is_ready(run: Any, migrated: dict[str, str]) -> None:
    log = run("web")
    check = json.loads(re.search(r"HEALTHCHECK[^[]*CMD (\[.*\])", DOCKERFILE).group(1))  # type: ignore[union-attr]
    place = migrated["0.0.0.0:8000"]
    command = [part.replace("127.0.0.1:8000", place) for part in check]

    def healthy() -> bool:
        return (
            subprocess.run(command, env=environment("web", migrated), capture_output=True, check=False).returncode == 0
        )

    eventually(healthy, 60, log)
    request = urllib.request.Request(f"http://{place}/readyz", headers={"Host": "support.example.com"})
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        assert json.load(answer)["status"] == "ok"


def test_worker_answers_its_health_check(run: Any, migrated: dict[str, str]) -> None:
    log = run("worker")
    check = fill(SERVICES["worker"]["healthcheck"]["test"][1], migrated)
    env = environment("worker", migrated) | {"HOSTNAME": os.uname().nodename}

    def healthy() -> bool:
        done = subprocess.run(["sh", "-c", check], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        return "pong" in done.stdout

    eventually(healthy, 90, log)


def test_beat_sends_its_wake_ups_and_passes_its_health_check(run: Any, migrated: dict[str, str]) -> None:
    log = run("beat")
    eventually(lambda: "Sending due task" in log.read_text(), 60, log)
    check = placed(SERVICES["beat"]["healthcheck"]["test"][1], migrated)
    eventually(lambda: subprocess.run(["sh", "-c", check], check=False).returncode == 0, 10, log)


@pytest.mark.parametrize("secret", sorted(SECRETS))
def test_no_secret_has_a_default(secret: str) -> None:
    used = [match for match in VARIABLE.findall((ROOT / "docker-compose.yml").read_text()) if match[0] == secret]
    assert used
    assert {how for _, how, _ in used} == {"?"}


def test_each_service_has_a_health_check_and_keeps_its_data_in_a_named_volume() -> None:
    for name, service in SERVICES.items():
        assert "healthcheck" in service or name == "web", name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file(), volume
    assert SERVICES["web"]["image"] == "supportdesk"  # the Dockerfile's own health check
    assert "HEALTHCHECK" in DOCKERFILE


def test_only_migrate_knows_the_owner() -> None:
    knows = {name for name in OURS if "OWNER_DATABASE_URL" in SERVICES[name]["environment"]}
    assert knows == {"migrate"}


def test_the_image_has_two_stages_runs_unprivileged_and_installs_locked_packages() -> None:
    first, second = re.split(r"(?m)^FROM ", DOCKERFILE)[1:]
    assert "--require-hashes -r /tmp/production.lock" in first
    assert "embedded/translations.py" in first
    assert "collectstatic" in first
    assert "pip" not in second.lower()
    user = re.findall(r"(?m)^USER (\w+)$", second)
    assert user == ["supportdesk"]
    assert "development.lock" not in DOCKERFILE


def test_the_image_starts_web_as_compose_does() -> None:
    command = json.loads(re.findall(r"(?m)^CMD (\[.*\])$", DOCKERFILE)[-1])
    composed = [part for item in SERVICES["web"]["command"] for part in fill(item, {}).split("=")]
    assert command == composed


def test_the_builder_gets_every_package_and_nothing_private() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert "*" in lines
    assert packages <= let_in
    assert not let_in & {".data", ".env", ".git", ".venv", "tests"}
