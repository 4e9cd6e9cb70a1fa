"""What a mail says, however it was written. Pure: no database, no settings, no clock.

Nothing that can be sent to it makes it raise anything but `UnreadableError`.
"""

from inbox.reading.auto import is_robot
from inbox.reading.errors import UnreadableError
from inbox.reading.letter import Bounce, File, Forwarded, Invitation, Letter, Person, Sort
from inbox.reading.read import message_id_of, read

__all__ = [
    "Bounce",
    "File",
    "Forwarded",
    "Invitation",
    "Letter",
    "Person",
    "Sort",
    "UnreadableError",
    "is_robot",
    "message_id_of",
    "read",
]
