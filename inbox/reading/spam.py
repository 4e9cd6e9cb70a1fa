"""What the mail servers before us think of a mail. A sender who marks their own mail as spam harms nobody else."""

import re
from email.message import Message

from inbox.reading.headers import words

_YES = ("X-Spam-Flag", "X-Spam-Status", "X-Spam")
# What rspamd would have done, had it been asked to do it itself.
_RSPAMD = re.compile(r"^(?:add header|rewrite subject|reject|quarantine|discard)$", re.I)
_RSPAMD_RESULT = re.compile(r"^\S+:\s*True\b", re.I)
# Microsoft: spam, spam by a rule of the organisation, a sender whom the receiver has blocked.
_FILTERED = re.compile(r"(?:^|;)\s*SFV:(?:SPM|SKS|SKB)\s*(?:;|$)", re.I)
_CONFIDENCE = re.compile(r"^-?\d+$")
# Microsoft's threshold for junk.
SPAM_CONFIDENCE = 5


def is_marked(mail: Message) -> bool:
    """Say whether a server has marked it as spam: SpamAssassin's headers and their kin, rspamd's, Microsoft's."""
    if any(re.match(r"(?:yes|true)\b", words(mail, name), re.I) for name in _YES):
        return True
    if _RSPAMD.match(words(mail, "X-Rspamd-Action")) or _RSPAMD_RESULT.match(words(mail, "X-Spamd-Result")):
        return True
    level = words(mail, "X-MS-Exchange-Organization-SCL")
    if _CONFIDENCE.match(level) and int(level[:9]) >= SPAM_CONFIDENCE:
        return True
    return bool(_FILTERED.search(words(mail, "X-Forefront-Antispam-Report")))
