"""The door of the tests' own server: shut when a browser's test is over, so that no late request spoils the next."""

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PATIENCE = 30.0  # seconds; a request that takes longer is stuck, and the test says so
_moved = threading.Condition()
_inside = 0
_is_open = True


def gate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count who is inside; answer 503 while the door is closed. The outermost middleware of the tests."""

    def middleware(request: HttpRequest) -> HttpResponse:
        global _inside
        with _moved:
            if not _is_open:
                return HttpResponse(status=503)
            _inside += 1
        try:
            return get_response(request)
        finally:
            with _moved:
                _inside -= 1
                _moved.notify_all()

    return middleware


def open_up() -> None:
    """Let everybody in."""
    global _is_open
    with _moved:
        _is_open = True


def shut() -> None:
    """Let nobody in from now on, and return when the last one is out."""
    global _is_open
    with _moved:
        _is_open = False
        assert _moved.wait_for(lambda: _inside == 0, PATIENCE), "a request does not end"
