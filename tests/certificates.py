"""Certificates for tests, made by trustme: an authority, and the files of a process that it signed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme

from services.kit.process.certificates import Certificates


@dataclass(frozen=True)
class Files:
    """The files that a process is configured with.

    Attributes:
        certificate: Its certificate.
        key: Its private key.
        authorities: The authorities that it trusts.
    """

    certificate: Path
    key: Path
    authorities: Path

    @property
    def settings(self) -> dict[str, Any]:
        """The settings that name the files."""
        return {
            "tls_certificate": self.certificate,
            "tls_key": self.key,
            "tls_authorities": self.authorities,
        }

    def read(self) -> Certificates:
        """Returns the certificates as a process reads them."""
        return Certificates(self.certificate, self.key, self.authorities)

    def become(self, other: "Files") -> None:
        """Replaces the files by others, each at once, as a rotation does."""
        for mine, new in (
            (self.certificate, other.certificate),
            (self.key, other.key),
            (self.authorities, other.authorities),
        ):
            copy = mine.with_suffix(".new")
            copy.write_bytes(new.read_bytes())
            copy.replace(mine)


class Authority:
    """An authority that signs certificates."""

    def __init__(self, directory: Path) -> None:
        self._ca = trustme.CA()
        self._directory = directory
        self._made = 0

    def files(self, *names: str, trusting: "Authority | None" = None) -> Files:
        """Signs a certificate for these names, and returns its files.

        Args:
            names: The names and addresses of the process.
            trusting: Whom the process trusts, if not this authority.
        """
        self._made += 1
        place = self._directory / str(self._made)
        place.mkdir(parents=True)
        found = Files(place / "tls.crt", place / "tls.key", place / "ca.crt")
        issued = self._ca.issue_cert(*names)
        found.certificate.write_bytes(b"".join(each.bytes() for each in issued.cert_chain_pems))
        found.key.write_bytes(issued.private_key_pem.bytes())
        (trusting or self)._ca.cert_pem.write_to_path(found.authorities)
        return found
