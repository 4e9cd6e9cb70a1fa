"""What the services of this app refuse. The text of a RefusedError is for the person at the screen."""


class NotAllowedError(PermissionError):
    """The actor may not do this; a page answers 404."""


class RefusedError(Exception):
    """The change makes no sense as things stand; `str()` is a translated sentence for the form."""
