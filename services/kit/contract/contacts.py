"""How phone numbers, email addresses and websites are written: one rule for each, for every caller.

The contract marks the fields (`format`). Requests are cleaned as they are read and checked as they are
validated, and imports ask the same functions about the cells of a file.
"""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

import idna

LONGEST_EMAIL = 254
LONGEST_WEBSITE = 500
LONGEST_PHONE = 500
# Marks that direct text without being part of it: left-to-right and right-to-left marks, embeddings,
# overrides and isolates (UAX 9), and the byte order mark. Address books copy them with phone numbers.
DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")

# The form of HTML (https://html.spec.whatwg.org/#valid-e-mail-address), with a dot in the host.
MAILBOX = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ASCII_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_LOCAL_PART = re.compile(f"{MAILBOX}{{1,64}}")
_LONGEST_HOST = 253


def cleaned(value: str) -> str:
    """Returns a value without direction marks, and without blanks around it."""
    return DIRECTION_MARKS.sub("", value).strip()


def is_phone(value: str) -> bool:
    """Tells whether a value can be phone numbers as people write them; the words around them may stay."""
    return len(value) <= LONGEST_PHONE


def is_email(value: str) -> bool:
    """Tells whether a value is an email address; the domain may be internationalized (RFC 5891)."""
    local, _, domain = value.rpartition("@")
    return (
        len(value) <= LONGEST_EMAIL
        and _LOCAL_PART.fullmatch(local) is not None
        and "." in domain.strip(".")
        and not domain.endswith(".")
        and _is_domain(domain)
    )


def is_website(value: str) -> bool:
    """Tells whether a value is an absolute URL of the web; the host may be internationalized."""
    if len(value) > LONGEST_WEBSITE or re.search(r"\s", value):
        return False
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or port == 0 or "@" in parts.netloc:
        return False
    return _is_domain(host) or _is_ip_address(host)


def _is_domain(host: str) -> bool:
    if len(host) > _LONGEST_HOST:
        return False
    last = host.rstrip(".").rpartition(".")[2]
    if host.isascii():
        return _ASCII_HOST.fullmatch(host) is not None and not last.isdigit()
    # No top level of the domain name system mixes scripts: such a text runs on after the host.
    if not last.isascii() and any(character.isascii() for character in last):
        return False
    try:
        return len(idna.encode(host, uts46=True)) <= _LONGEST_HOST
    except idna.IDNAError:
        return False


def _is_ip_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
