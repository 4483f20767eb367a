"""Certificates: how a process proves who it is, and by whom it knows the others.

Connections between processes are mutual TLS: both sides show a certificate that the authorities have signed.
The files may be replaced while the process runs, as cert-manager and Kubernetes do. Every new connection uses what
the files say by then, and old ones end by themselves (`max_connection_age`).
"""

import logging
import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.x509 import load_pem_x509_certificate
from prometheus_client import Gauge

from services.kit.process.config import TlsSettings
from services.kit.process.environment import ConfigurationError

log = logging.getLogger(__name__)
EXPIRY = Gauge(
    "banyan_certificate_expiry_timestamp_seconds",
    "When the certificate of this process expires, in seconds since 1970; 0 without one.",
)


@dataclass(frozen=True, slots=True)
class Pems:
    """What the files held when they were read, as PEM.

    Attributes:
        certificate: The certificate of this process, and those between it and its authority.
        key: Its private key.
        authorities: The authorities that sign the certificates of others.
    """

    certificate: bytes
    key: bytes
    authorities: bytes


class Certificates:
    """The files of the certificate, its key and the authorities.

    Args:
        certificate: The file of the certificate.
        key: The file of its private key.
        authorities: The file of the authorities.

    Raises:
        ConfigurationError: The files do not hold what they should, or do not fit together.
    """

    def __init__(self, certificate: Path, key: Path, authorities: Path) -> None:
        self._certificate, self._key, self._authorities = certificate, key, authorities
        self._seen = self._state()
        try:
            self._pems, self._context = self._read()
        except (OSError, ValueError) as error:  # an SSLError is an OSError
            raise ConfigurationError(
                "tls_certificate",
                "must be a certificate as PEM that belongs to BANYAN_TLS_KEY, with authorities as PEM in"
                " BANYAN_TLS_AUTHORITIES",
            ) from error

    @classmethod
    def of(cls, settings: TlsSettings) -> "Certificates | None":
        """Returns the certificates that the settings name; None if they name none."""
        if not (settings.tls_certificate and settings.tls_key and settings.tls_authorities):
            return None
        return cls(settings.tls_certificate, settings.tls_key, settings.tls_authorities)

    def current(self) -> Pems:
        """Returns what the files hold now; the last that fitted together, if they do not."""
        self._look()
        return self._pems

    def current_context(self) -> ssl.SSLContext:
        """Returns a context with what the files hold now."""
        self._look()
        return self._context

    def context(self) -> ssl.SSLContext:
        """Returns a context for a client that keeps it: each handshake uses what the files hold by then."""
        return _Following.of(self)

    def _look(self) -> None:
        try:
            state = self._state()
            if state == self._seen:
                return
            self._pems, self._context = self._read()
        except (OSError, ValueError) as error:
            log.warning(
                "the new certificate cannot be used, the old one serves on",
                extra={"error": type(error).__name__},
            )
        else:
            log.info("certificates were read again")
            self._seen = state

    def _state(self) -> tuple[tuple[int, int, int], ...]:
        found = (os.stat(each) for each in (self._certificate, self._key, self._authorities))
        return tuple((each.st_ino, each.st_mtime_ns, each.st_size) for each in found)

    def _read(self) -> tuple[Pems, ssl.SSLContext]:
        context = ssl.create_default_context(cafile=str(self._authorities))
        context.load_cert_chain(self._certificate, self._key)
        pems = Pems(
            self._certificate.read_bytes(), self._key.read_bytes(), self._authorities.read_bytes()
        )
        EXPIRY.set(load_pem_x509_certificate(pems.certificate).not_valid_after_utc.timestamp())
        return pems, context


class _Following(ssl.SSLContext):
    """A context whose connections are made by the newest one; event loops ask it for each handshake."""

    _certificates: Certificates

    @classmethod
    def of(cls, certificates: Certificates) -> "_Following":
        made = cls(ssl.PROTOCOL_TLS_CLIENT)
        made._certificates = certificates
        return made

    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        """Begins a handshake."""
        return self._certificates.current_context().wrap_bio(*args, **options)
