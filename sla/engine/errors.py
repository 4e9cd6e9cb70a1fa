class EngineError(ValueError):
    """A question the engine cannot answer. `code` is stable and machine-readable, `message` is English."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class CalendarError(EngineError):
    """A calendar definition that cannot be used, refused before it is saved."""
