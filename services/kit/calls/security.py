"""Mutual TLS of gRPC: credentials that follow the files of the certificates, and who may call."""

from collections.abc import Collection
from typing import Any

import grpc

from services.kit.process.certificates import Certificates, Pems

_NAMES = "x509_subject_alternative_name"
NOT_LISTED = (
    "this process may not call this service: no name of its certificate is in BANYAN_TLS_CALLERS"
)


def channel_credentials(pems: Pems) -> grpc.ChannelCredentials:
    """Returns the credentials of a client, which hold until the files change."""
    return grpc.ssl_channel_credentials(pems.authorities, pems.key, pems.certificate)


def server_credentials(certificates: Certificates) -> grpc.ServerCredentials:
    """Returns the credentials of a server, which asks for the files at each handshake."""
    used = certificates.current()

    def fetch() -> grpc.ServerCertificateConfiguration | None:
        nonlocal used
        found = certificates.current()
        if found is used:
            return None  # go on with what you have
        used = found
        return _configuration(found)

    return grpc.dynamic_ssl_server_credentials(
        _configuration(used),
        fetch,  # type: ignore[arg-type] # None is documented
        require_client_authentication=True,
    )


def _configuration(pems: Pems) -> grpc.ServerCertificateConfiguration:
    return grpc.ssl_server_certificate_configuration(
        [(pems.key, pems.certificate)], pems.authorities
    )


def may_call(context: grpc.aio.ServicerContext[Any, Any], callers: Collection[str]) -> bool:
    """Returns whether a name of the caller's certificate is listed; anyone may call if no name is."""
    if not callers:
        return True
    return any(name.decode() in callers for name in context.auth_context().get(_NAMES, ()))
