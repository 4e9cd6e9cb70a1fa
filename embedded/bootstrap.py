"""Make `.venv` with the locked dependencies.

Run by any Python >= 3.11 with nothing installed: needs the standard library alone.
"""

import shutil
import signal
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "development.lock"
STAMP = VENV / "installed.lock"  # what is installed: a copy of the lock file
ROOM_NEEDED = 1500  # MB: the packages and what pip unpacks on the way
REASONS = {
    "No space left on device": "the disk is full",
    "name resolution": "there is no network",
    "NewConnectionError": "there is no network",
    "ConnectTimeout": "the network does not answer",
    "THESE PACKAGES DO NOT MATCH THE HASHES": "a download differs from the locked one",
    "Permission denied": "a file may not be written",
}


def main() -> int:
    """Install what the lock names unless it is there already; exit status 1 and one sentence where it fails."""
    python = VENV / "bin" / "python"
    usable = python.exists() and subprocess.run([python, "-c", "import pip"], check=False, capture_output=True)  # noqa: S603
    if usable and usable.returncode == 0 and STAMP.exists() and STAMP.read_bytes() == LOCK.read_bytes():
        return 0
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < ROOM_NEEDED:
        return fail(f"the disk is full: {free} MB free at {ROOT}, {ROOM_NEEDED} MB needed")
    packages = sum(1 for line in LOCK.read_text().splitlines() if "==" in line)
    print(f"Installing {packages} packages into .venv (once, about a minute)", flush=True)  # noqa: T201
    try:
        if not usable or usable.returncode != 0:
            venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return fail(f"{VENV} cannot be created: {error}")
    done = subprocess.run(  # noqa: S603
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout[-2000:], file=sys.stderr)  # noqa: T201
        return fail(next((reason for sign, reason in REASONS.items() if sign in done.stdout), "see above"))
    shutil.copyfile(LOCK, STAMP)
    return 0


def fail(reason: str) -> int:
    """Say why, and return the exit status."""
    print(f"The dependencies cannot be installed: {reason}.", file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    # As an exception, so that pip ends with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
