#!/bin/bash
# The demo as a newcomer meets it: a fresh clone of what is committed, `make demo`, the browser walk against it, a second
# start, a clean stop, nothing left running. Prints how long each start took.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
log=$folder/demo.log
clone=$folder/supportdesk
PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PORT
unset PYTHONDONTWRITEBYTECODE DATABASE_URL OWNER_DATABASE_URL RELAY_DATABASE_URL REDIS_URL SUPPORTDESK_DATA_DIR MAKEFLAGS MAKELEVEL
make=""

fail() {
    echo "newcomer: $1" >&2
    tail -n 40 "$log" >&2 || true
    exit 1
}

cleanup() {
    [ -z "$make" ] || kill "$make" 2>/dev/null || true
    wait || true
    [ ! -d "$clone" ] || make -s -C "$clone" clean || true
    rm -rf "$folder"
}
trap cleanup EXIT

start() { # $1: seconds it may take
    local since=$SECONDS
    : >"$log"
    make -s -C "$clone" demo >"$log" 2>&1 &
    make=$!
    until grep -q "^ready http://127.0.0.1:$PORT/" "$log"; do
        kill -0 "$make" 2>/dev/null || fail "make demo ended before it was ready"
        [ $((SECONDS - since)) -le "$1" ] || fail "not ready after $1 s"
        sleep 0.2
    done
    echo "newcomer: ready after $((SECONDS - since)) s"
}

stop() {
    kill -TERM "$make"
    local since=$SECONDS
    while kill -0 "$make" 2>/dev/null; do
        [ $((SECONDS - since)) -le 40 ] || fail "still running 40 s after SIGTERM"
        sleep 0.2
    done
    make=""
    local left
    left=$(pgrep -a -f "$clone" || true)
    [ -z "$left" ] || fail "left running: $left"
    echo "newcomer: stopped, nothing left running"
}

git clone --quiet . "$clone"
start 240
if [ -d "$clone/tests/walk" ]; then
    cd "$clone"
    BASE_URL=http://127.0.0.1:$PORT .venv/bin/pytest tests/walk -q -n 2 --dist loadgroup || fail "the browser walk failed"
    .venv/bin/python -m embedded forget --data-dir .data/test
    cd - >/dev/null
fi
stop
start 10
stop
