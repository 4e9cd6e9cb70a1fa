"""`python -m embedded start|stop|status|urls|forget [--data-dir FOLDER] [--not-durable]`."""

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path

from embedded import ServersError, ensure_servers, forget_servers, running, stop_servers
from embedded import state as states
from embedded.demo import alone


def main() -> int:
    """Run one command; exit status 0 is success, 1 an error said on standard error, 3 `status` of stopped servers."""
    parser = argparse.ArgumentParser(prog="python -m embedded")
    parser.add_argument("command", choices=["start", "stop", "status", "urls", "forget"])
    usual = os.environ.get("SUPPORTDESK_DATA_DIR") or Path(__file__).resolve().parent.parent / ".data"
    parser.add_argument("--data-dir", type=Path, default=usual)
    parser.add_argument("--not-durable", action="store_true", help="faster, for data that may be lost")
    options = parser.parse_args()
    try:
        return _run(options.command, options.data_dir, durable=not options.not_durable)
    except ServersError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


def _run(command: str, data_dir: Path, *, durable: bool) -> int:
    match command:
        case "start":
            ensure_servers(data_dir, durable=durable)
        case "urls":
            for name, url in asdict(ensure_servers(data_dir, durable=durable)).items():
                print(f"{name}={url}")  # noqa: T201
        case "stop":
            stop_servers(data_dir)
        case "forget":
            with alone(data_dir):
                forget_servers(data_dir)
        case _:
            state = states.load(data_dir)
            up = state is not None and running(state)
            print("up" if up else "down")  # noqa: T201
            return 0 if up else 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
