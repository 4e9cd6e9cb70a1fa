"""Whether this worker has been told to stop: the relay ends after the message in hand and gives back the others."""

import mmap

# Celery's main process hears SIGTERM, its children do the work: a byte that they share, made before the fork.
_told = mmap.mmap(-1, 1)


def stop() -> None:
    """Let every relay of this process and its children end."""
    _told[0] = 1


def is_stopping() -> bool:
    """Say whether one has been told to."""
    return bool(_told[0])
