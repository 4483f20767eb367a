"""Every setting of every process: a wrong value is refused at the start, in one line that helps."""

import re
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from gateway import config
from services.catalogue import NAMES, SERVICES
from services.kit.process.environment import from_environment, variable
from tests.services import service_named

SECRET = "canary-secret"
URL = f"postgresql://banyan:{SECRET}@127.0.0.1:5432/banyan"
# For each kind of setting, values that must be refused and what the line must say is right.
ADDRESS = (["localhost", "a:b", ":1", "http://a:1", "a:70000"], r"must be host:port")
TARGET = (["localhost", "http://events:8003", "grpc://events:8003"], r"must be host:port")
LINK = (["https://x", "{token}{token}"], r"must contain \{token\} exactly once")
POSITIVE = (["0", "-1", "soon"], r"must be (greater than 0|a number)")
NOT_NEGATIVE = (["-1", "soon"], r"must be (at least 0|a number)")
COUNT = (["0", "-1", "1.5", "many"], r"must be (at least 1|a whole number)")
BOOLEAN = (["perhaps", "2"], r"must be true or false")
DELAYS = (["", "1, soon", "5, 0"], r"must (not be empty|be a number|be greater than 0)")
ORIGINS = (
    ["app.example", "https://app.example/path", "null", '["https://app.example"]', "https://a b"],
    r"must list origins, such as https://app\.example\.org,http://localhost:5173",
)
DIRECTORY = (["/none/such", "/etc/passwd"], r"must name a directory that can be read")
FILE = (["/none/such", "/"], r"must name a file that can be read")
LEVEL = (["LOUD", ""], r"must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
NATS = (["http://nats:4222", "nats", f"redis://u:{SECRET}@h"], r"must be nats://host:port")
DATABASE = (
    [
        f"mysql://u:{SECRET}@h/d",
        SECRET,
        f"postgresql://u:{SECRET}@h/d?sslmode=sometimes",
        f"postgresql://u:{SECRET}@h/d?ssl_mode=require",
        f"postgresql://u:{SECRET}@h",
    ],
    r"(must begin with postgresql://|the (modes|options) are|must name a host and a database)",
)
STORE = (
    ["/none/such", "/etc/passwd", "s3://"],
    r"must name a (directory that can be written|bucket)",
)
TEXT: tuple[list[str], str] = ([], "")  # any text is right
CERTIFICATE = {"tls_certificate": FILE, "tls_key": FILE, "tls_authorities": FILE}
OF_SERVICES = {
    **CERTIFICATE,
    "insecure": BOOLEAN,
    "tls_callers": TEXT,
    "probe_listen": ADDRESS,
    "database_url": DATABASE,
    "log_level": LEVEL,
    "nats_url": NATS,
    "listen": ADDRESS,
    "metrics_listen": ADDRESS,
    "reflection": BOOLEAN,
    "passport_jwks": FILE,
    "passport_unheard": POSITIVE,
    "database_pool_size": COUNT,
    "database_pooled": BOOLEAN,
    "lock_timeout": POSITIVE,
    "statement_timeout": POSITIVE,
    "maximum_concurrent_rpcs": COUNT,
    "answer_retention": POSITIVE,
    "audit_retention": POSITIVE,
    "audit_sealing": POSITIVE,
    "dead_letter_retention": POSITIVE,
    "change_budget": COUNT,
    "byte_budget": COUNT,
    "budget_seconds": POSITIVE,
    "relay_poll": POSITIVE,
    "ack_wait": POSITIVE,
    "redelivery_delays": DELAYS,
    "handler_attempts": COUNT,
    "stream_replicas": COUNT,
    "stream_max_bytes": COUNT,
    "stream_tail": POSITIVE,
    "drain": NOT_NEGATIVE,
    "grace": NOT_NEGATIVE,
    "image_key": FILE,
    "image_store": STORE,
}
TABLE: dict[str, dict[str, tuple[list[str], str]]] = {
    "volunteers": OF_SERVICES | {"organizations_target": TARGET},
    "events": OF_SERVICES
    | {
        "offer_seconds": (["0", "-1", "604801", "x"], r"must be (greater than 0|at most|a number)"),
        "calendar_key": FILE,
        "calendar_networks": (["10.0.0.0/99", "here"], r"must list addresses or networks"),
        "import_processes": COUNT,
        "import_memory": COUNT,
        "volunteers_target": TARGET,
    },
    "organizations": OF_SERVICES
    | {
        "passport_private_key": FILE,
        "passport_lifetime": (
            ["0", "1.5", "3601"],
            r"must be (at least 1|at most 3600|a whole number)",
        ),
        "trusted_issuers": FILE,
        "volunteers_target": TARGET,
        "issuer_keys_renewal": POSITIVE,
        "issuer_keys_pause": POSITIVE,
        "issuer_keys_retention": POSITIVE,
        "administrators": (["admin", "|x"], r"must list administrators as issuer\|subject"),
        "membership_notice_days": COUNT,
        "sign_sharing_days": COUNT,
        "second_look_days": COUNT,
        "import_processes": COUNT,
        "import_memory": COUNT,
        "app_key_pepper": FILE,
        "app_key_former_pepper": FILE,
        "webhook_key": FILE,
        "webhook_former_key": FILE,
        "webhook_networks": (["10.0.0.0/99", "here"], r"must list addresses or networks"),
        "webhook_senders": (["-1", "1.5"], r"must be (at least 0|a whole number)"),
        "app_key_kind": (["LIVE", "x"], r"must be 'live' or 'test'"),
        "invitation_url": LINK,
        "claim_url": LINK,
    },
    "gateway": {
        **CERTIFICATE,
        "insecure": BOOLEAN,
        "listen": ADDRESS,
        "nats_url": NATS,
        "metrics_listen": ADDRESS,
        "log_level": LEVEL,
        "image_key": FILE,
        "image_store": STORE,
        "image_url": (
            ["/images", "https://x/", "ftp://x/y"],
            r"must be an address, such as https://",
        ),
        "image_processes": COUNT,
        "image_memory": COUNT,
        "volunteers_target": TARGET,
        "organizations_target": TARGET,
        "events_target": TARGET,
        "graphiql": BOOLEAN,
        "default_query": TEXT,
        "graphiql_operations": DIRECTORY,
        "personas": FILE,
        "introspection": BOOLEAN,
        "queries_by_get": BOOLEAN,
        "allowed_origins": ORIGINS,
        "loopback_origins": BOOLEAN,
        "allowed_headers": (["*", "a b", "x:y"], r"must list names of headers"),
        "persisted_queries": BOOLEAN,
        "trusted_documents": FILE,
        "trusted_documents_mode": (["on", "ENFORCE"], r"must be 'off', 'log' or 'enforce'"),
        "trusted_proxies": (["proxy", "10.0.0.1/8", '["10.0.0.1"]'], r"must list addresses"),
        "proxy_header": (["X-Real-IP"], r"must be"),
        "max_connections": COUNT,
        "max_connections_per_address": COUNT,
        "reserved_connections": COUNT,
        "max_header_bytes": COUNT,
        "max_headers": COUNT,
        "header_timeout": POSITIVE,
        "idle_timeout": COUNT,
        "write_timeout": POSITIVE,
        "max_body_bytes": COUNT,
        "max_message_bytes": COUNT,
        "max_subscriptions": COUNT,
        "max_depth": COUNT,
        "max_aliases": COUNT,
        "max_tokens": COUNT,
        "operation_timeout": POSITIVE,
        "connection_init_timeout": POSITIVE,
        "keepalive": POSITIVE,
        "drain": NOT_NEGATIVE,
        "shutdown_grace": COUNT,
        "max_calls": COUNT,
        "max_calls_at_once": COUNT,
        "max_resources": COUNT,
        "max_cost": COUNT,
        "budget_copies": COUNT,
        "person_budget": COUNT,
        "person_refill": POSITIVE,
        "anonymous_budget": COUNT,
        "anonymous_refill": POSITIVE,
        "person_subscriptions": COUNT,
        "anonymous_subscriptions": COUNT,
        "key_budget": COUNT,
        "key_refill": POSITIVE,
        "app_budget": COUNT,
        "app_refill": POSITIVE,
        "search_budget": COUNT,
        "search_refill": POSITIVE,
        "sign_in_budget": COUNT,
        "sign_in_refill": POSITIVE,
        "upload_budget": COUNT,
        "upload_refill": POSITIVE,
        "junk_budget": COUNT,
        "junk_refill": POSITIVE,
        "max_message_cost": COUNT,
        "max_messages_at_once": COUNT,
        "message_timeout": POSITIVE,
        "socket_messages": COUNT,
        "socket_refill": POSITIVE,
        "subscription_recheck": POSITIVE,
        "subscription_queue": COUNT,
    },
}
# What leaves this machine unencrypted, and what the line must say to do about it.
_TLS = r"reaches beyond this machine: set BANYAN_TLS_CERTIFICATE, .*, or set BANYAN_INSECURE=true"
ELSEWHERE = {
    "database_url": (
        [
            f"postgresql://u:{SECRET}@db.example/d",
            f"postgresql://u:{SECRET}@10.0.0.7:5432/d?sslmode=require",
            f"postgresql://u:{SECRET}@127.0.0.1,db.example/d?sslmode=verify-ca&sslrootcert=/etc/passwd",
            f"postgresql://u:{SECRET}@/d?host=db.example",
            f"postgresql://u:{SECRET}@db.example/d?sslmode=verify-full",
        ],
        r"must say \?sslmode=verify-full&sslrootcert=FILE, or set BANYAN_INSECURE=true",
    ),
    "nats_url": (
        [
            f"nats://u:{SECRET}@nats:4222",
            f"tls://u:{SECRET}@a:4222, nats://b:4222",
            "nats://[2001:db8::1]",
        ],
        r"must begin with tls://, or set BANYAN_INSECURE=true",
    ),
    "listen": (["0.0.0.0:8001", "[::]:8001", "events:8003"], _TLS),
    **{
        entry.target_setting: (
            ["events:8003", "dns:///events:8003", "ipv4:10.0.0.1:80,127.0.0.1:80"],
            _TLS,
        )
        for entry in SERVICES
    },
}
EXPOSED = [
    (process, setting, value, expected)
    for process, settings in TABLE.items()
    for setting, (values, expected) in ELSEWHERE.items()
    # The gateway listens for a proxy, which ends the TLS of clients.
    if setting in settings and (process, setting) != ("gateway", "listen")
    for value in values
]
CELLS = [
    (process, setting, value, expected)
    for process, settings in TABLE.items()
    for setting, (values, expected) in settings.items()
    for value in values
]


def models(process: str) -> tuple[type[BaseSettings], ...]:
    return config.models() if process == "gateway" else (service_named(process).settings,)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    file = tmp_path / "file"
    file.write_text("{}")
    monkeypatch.setenv("BANYAN_DATABASE_URL", URL)
    monkeypatch.setenv("BANYAN_VOLUNTEERS_TARGET", "127.0.0.1:8001")
    monkeypatch.setenv("BANYAN_ORGANIZATIONS_TARGET", "localhost:8002")
    for setting in ("passport_jwks", "passport_private_key", "trusted_issuers"):
        monkeypatch.setenv(variable(setting), str(file))
    return monkeypatch


@pytest.mark.parametrize("process", [*NAMES, "gateway"])
def test_every_setting_has_a_row(process: str) -> None:
    assert TABLE[process].keys() == {
        name for model in models(process) for name in model.model_fields
    }


@pytest.mark.parametrize("process", [*NAMES, "gateway"])
def test_the_right_values_are_taken(environment: pytest.MonkeyPatch, process: str) -> None:
    from_environment(*models(process))


@pytest.mark.parametrize(("process", "setting", "value", "expected"), [*CELLS, *EXPOSED])
def test_a_wrong_value_is_refused_in_one_line(
    environment: pytest.MonkeyPatch, process: str, setting: str, value: str, expected: str
) -> None:
    environment.setenv(variable(setting), value)
    with pytest.raises(SystemExit) as refused:
        from_environment(*models(process))
    (line,) = str(refused.value.code).splitlines()
    assert re.match(rf"{variable(setting)}: .*{expected}", line), line
    assert SECRET not in line


@pytest.mark.parametrize(("process", "setting", "value"), [each[:3] for each in EXPOSED])
def test_what_leaves_the_machine_unencrypted_is_taken_where_the_operator_says_so(
    environment: pytest.MonkeyPatch, process: str, setting: str, value: str
) -> None:
    environment.setenv("BANYAN_INSECURE", "true")
    environment.setenv(variable(setting), value)
    from_environment(*models(process))


@pytest.mark.parametrize("process", [*NAMES, "gateway"])
def test_what_is_encrypted_may_leave_the_machine(
    environment: pytest.MonkeyPatch, process: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "file")
    url = f"postgresql://u:{SECRET}@db.example/d?sslmode=verify-full&sslrootcert={file}"
    environment.setenv("BANYAN_DATABASE_URL", url)
    environment.setenv("BANYAN_NATS_URL", f"tls://u:{SECRET}@nats-0:4222,tls://nats-1:4222")
    environment.setenv("BANYAN_LISTEN", "0.0.0.0:8001")
    for entry in SERVICES:
        environment.setenv(entry.target_variable, f"dns:///{entry.name}:8001")
    for setting in CERTIFICATE:
        environment.setenv(variable(setting), file)
    from_environment(*models(process))


@pytest.mark.parametrize("setting", CERTIFICATE)
@pytest.mark.parametrize("process", [*NAMES, "gateway"])
def test_a_part_of_the_certificate_alone_is_refused(
    environment: pytest.MonkeyPatch, process: str, setting: str, tmp_path: Path
) -> None:
    environment.setenv(variable(setting), str(tmp_path / "file"))
    with pytest.raises(SystemExit, match="BANYAN_TLS_AUTHORITIES: must be set together with"):
        from_environment(*models(process))
