"""What browsers let pages of other sites do (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from gateway.request_errors import RequestError
from gateway.transport.charging import COST_HEADER, LIMIT_HEADER, POLICY_HEADER
from gateway.transport.http import TRACE_HEADER, refused
from gateway.transport.origins import Origins
from gateway.transport.settings import TransportSettings

# Headers that GraphQL clients and tracing libraries send: W3C Trace Context and Baggage, Sentry, Apollo.
ALLOWED_HEADERS = (
    "authorization",
    "content-type",
    "traceparent",
    "tracestate",
    "baggage",
    "sentry-trace",
    "apollographql-client-name",
    "apollographql-client-version",
)
EXPOSED_HEADERS = (TRACE_HEADER, COST_HEADER, LIMIT_HEADER, POLICY_HEADER, "Retry-After")
_PREFLIGHT_SECONDS = 86400


class CrossOrigin(CORSMiddleware):
    """Lets pages of the allowed origins read answers. Browsers forbid it by default.

    Args:
        app: The application.
        settings: Says which origins are allowed, and what their pages may send.
        origins: The allowed origins.
    """

    def __init__(self, app: ASGIApp, settings: TransportSettings, origins: Origins) -> None:
        super().__init__(
            app,
            allow_origins=settings.allowed_origins,
            # Images are sent by PUT.
            allow_methods=["GET", "POST", "PUT"] if settings.queries_by_get else ["POST", "PUT"],
            allow_headers=[*ALLOWED_HEADERS, *settings.allowed_headers],
            expose_headers=EXPOSED_HEADERS,
            max_age=_PREFLIGHT_SECONDS,
        )
        self._origins = origins

    def is_allowed_origin(self, origin: str) -> bool:
        """Returns whether pages of the origin may call."""
        return origin in self._origins

    def preflight_response(self, request_headers: Headers) -> Response:
        """Returns the answer to a preflight. One that is refused says what is missing."""
        response = super().preflight_response(request_headers)
        if response.status_code == 200:
            return response
        answer = refused(self._problem(request_headers))
        answer.headers.update(
            {
                name: value
                for name, value in response.headers.items()
                if name == "vary" or name.startswith("access-control-")
            }
        )
        return answer

    def _problem(self, request_headers: Headers) -> RequestError:
        if not self.is_allowed_origin(request_headers["origin"]):
            message = (
                "Pages of this origin may not call the gateway. The operator can add the origin to "
                "BANYAN_ALLOWED_ORIGINS."
            )
            return RequestError(403, "ORIGIN_NOT_ALLOWED", message)
        message = (
            f"Pages may use {', '.join(self.allow_methods)} with the headers "
            f"{', '.join(self.allow_headers)}. The operator can add headers to "
            "BANYAN_ALLOWED_HEADERS."
        )
        return RequestError(400, "BAD_REQUEST", message)
