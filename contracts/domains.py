"""Mail domains: which can be one customer's, and which are everybody's. Pure."""

import re

# Where anybody can have an address: a mail from there says nothing about a company.
PUBLIC = frozenset({
    "aol.com", "bahnhof.se", "bredband.net", "bredband2.com", "comhem.se", "duck.com", "fastmail.com", "gmail.com",
    "googlemail.com", "hey.com", "home.se", "icloud.com", "jubii.dk", "mac.com", "mail.com", "mail.dk", "mail.ru",
    "mailbox.org", "me.com", "msn.com", "ofir.dk", "passagen.se", "pm.me", "proton.me", "protonmail.ch",
    "protonmail.com", "qq.com", "spray.se", "stofanet.dk", "swipnet.se", "tdcadsl.dk", "tele2.se", "telia.com",
    "tuta.com", "tutanota.com", "web.de", "webspeed.dk", "yandex.com", "yandex.ru", "youmail.dk", "yousee.dk",
    "zoho.com",
})  # fmt: skip
# The same provider in every country: hotmail.se, live.dk, outlook.com, yahoo.co.uk.
PROVIDERS = frozenset({"gmx", "hotmail", "live", "outlook", "yahoo", "ymail"})
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def domain_of(address: str) -> str:
    """Give the domain of a mail address as it is kept (lower case, ASCII); empty where it is none."""
    return clean_domain(address.rpartition("@")[2]) if "@" in address else ""


def clean_domain(text: str) -> str:
    """Give a domain as it is kept, from what somebody typed ("@Bergsbygg.SE "); empty for what is none."""
    try:
        domain = text.strip().lstrip("@").rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return domain if _DOMAIN.fullmatch(domain) else ""


def spellings(address: str) -> list[str]:
    """Give the ways in which an address may be written, in small letters: mail servers write `måla.se` as
    `xn--mla-ula.se`, people and mail programs either.
    """
    local, _at, domain = address.strip().lower().rpartition("@")
    found = [domain]
    if not domain.isascii() or "xn--" in domain:
        for spelt in (clean_domain(domain), _unicode(domain)):
            if spelt and spelt not in found:
                found.append(spelt)
    return [f"{local}@{one}" for one in found]


def _unicode(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return ""


def is_public(domain: str) -> bool:
    """Say whether anybody can have an address there."""
    labels = domain.split(".")
    own = labels[-3] if len(labels) > 2 and labels[-2] in ("co", "com") else labels[-2] if len(labels) > 1 else ""
    return domain in PUBLIC or own in PROVIDERS or any(domain.endswith(f".{known}") for known in PUBLIC)
