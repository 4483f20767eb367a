"""Schemas of the custom resources that we use, as far as we use them: an unknown field is refused.

The registries of packages have the schemas of some of them only, so these are written after their references:
cert-manager.io/docs/reference, cloudnative-pg.io/documentation, gateway-api.sigs.k8s.io/reference and
prometheus-operator.dev/docs/api-reference.
"""

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT, "minItems": 1}
NUMBER: dict[str, Any] = {"type": "integer"}
YES: dict[str, Any] = {"type": "boolean"}


def record(required: str = "", **fields: Any) -> dict[str, Any]:
    """Returns the schema of an object with these fields and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": required.split(),
        "additionalProperties": False,
    }


def several(item: Any) -> dict[str, Any]:
    """Returns the schema of a list."""
    return {"type": "array", "items": item, "minItems": 1}


def one_of(*values: str) -> dict[str, Any]:
    """Returns the schema of a word."""
    return {"enum": list(values)}


NAMED = record("name", name=TEXT)
KEY = record("name key", name=TEXT, key=TEXT)
LABELS: dict[str, Any] = {"type": "object", "additionalProperties": TEXT}
_ANY: dict[str, Any] = {"type": "object"}
_DURATION = {"type": "string", "pattern": r"^\d+[smh]$"}
SCHEMAS: dict[tuple[str, str], dict[str, Any]] = {
    ("cert-manager.io/v1", "Issuer"): {
        **record("", selfSigned=record(), ca=record("secretName", secretName=TEXT)),
        "minProperties": 1,
    },
    ("cert-manager.io/v1", "Certificate"): record(
        "secretName issuerRef",
        isCA=YES,
        commonName=TEXT,
        secretName=TEXT,
        dnsNames=TEXTS,
        duration=_DURATION,
        renewBefore=_DURATION,
        privateKey=record(
            "",
            algorithm=one_of("RSA", "ECDSA", "Ed25519"),
            size=NUMBER,
            rotationPolicy=one_of("Always", "Never"),
        ),
        usages=several(
            one_of("digital signature", "key encipherment", "server auth", "client auth")
        ),
        issuerRef=record("name", kind=one_of("Issuer", "ClusterIssuer"), name=TEXT, group=TEXT),
    ),
    ("postgresql.cnpg.io/v1", "Cluster"): record(
        "instances storage",
        instances=NUMBER,
        imageName=TEXT,
        primaryUpdateStrategy=one_of("unsupervised", "supervised"),
        inheritedMetadata=record("", labels=LABELS, annotations=LABELS),
        bootstrap=record(
            "",
            initdb=record(
                "",
                database=TEXT,
                owner=TEXT,
                encoding=TEXT,
                localeProvider=one_of("builtin", "icu", "libc"),
                localeCType=TEXT,
                localeCollate=TEXT,
                builtinLocale=TEXT,
            ),
        ),
        storage=record("size", size=TEXT, storageClass=TEXT),
        walStorage=record("size", size=TEXT, storageClass=TEXT),
        postgresql=record(
            "",
            synchronous=record(
                "method number",
                method=one_of("any", "first"),
                number=NUMBER,
                dataDurability=one_of("required", "preferred"),
            ),
            parameters=LABELS,
        ),
        certificates=record("", serverAltDNSNames=TEXTS),
        managed=record(
            "",
            roles=several(
                record(
                    "name",
                    name=TEXT,
                    ensure=one_of("present", "absent"),
                    login=YES,
                    passwordSecret=NAMED,
                )
            ),
        ),
        resources=_ANY,
        affinity=record("", podAntiAffinityType=one_of("preferred", "required"), topologyKey=TEXT),
        plugins=several(record("name", name=TEXT, isWALArchiver=YES, parameters=LABELS)),
    ),
    ("postgresql.cnpg.io/v1", "Database"): record(
        "name owner cluster",
        name=TEXT,
        owner=TEXT,
        cluster=NAMED,
        ensure=one_of("present", "absent"),
    ),
    ("postgresql.cnpg.io/v1", "Pooler"): record(
        "cluster pgbouncer",
        cluster=NAMED,
        instances=NUMBER,
        type=one_of("rw", "ro", "r"),
        pgbouncer=record("poolMode", poolMode=one_of("session", "transaction"), parameters=LABELS),
        template=record("spec", metadata=record("", labels=LABELS), spec=_ANY),
    ),
    ("postgresql.cnpg.io/v1", "ScheduledBackup"): record(
        "schedule cluster",
        schedule={"type": "string", "pattern": r"^(\S+ ){5}\S+$"},
        cluster=NAMED,
        method=one_of("barmanObjectStore", "volumeSnapshot", "plugin"),
        pluginConfiguration=NAMED,
    ),
    ("barmancloud.cnpg.io/v1", "ObjectStore"): record(
        "configuration",
        retentionPolicy={"type": "string", "pattern": r"^[1-9]\d*[dwm]$"},
        configuration=record(
            "destinationPath",
            destinationPath=TEXT,
            endpointURL=TEXT,
            s3Credentials=record("", accessKeyId=KEY, secretAccessKey=KEY),
            wal=record("", compression=one_of("gzip", "bzip2", "snappy", "zstd", "lz4", "xz")),
        ),
    ),
    ("gateway.networking.k8s.io/v1", "HTTPRoute"): record(
        "parentRefs rules",
        parentRefs=several(record("name", name=TEXT, namespace=TEXT, sectionName=TEXT)),
        hostnames=TEXTS,
        rules=several(
            record(
                "backendRefs",
                matches=several(
                    record(
                        "path",
                        path=record("type value", type=one_of("PathPrefix", "Exact"), value=TEXT),
                    )
                ),
                timeouts=record("", request=_DURATION, backendRequest=_DURATION),
                backendRefs=several(record("name port", name=TEXT, port=NUMBER)),
            )
        ),
    ),
    ("monitoring.coreos.com/v1", "PodMonitor"): record(
        "selector podMetricsEndpoints",
        selector=record(
            "",
            matchLabels=LABELS,
            matchExpressions=several(
                record("key operator", key=TEXT, operator=one_of("In"), values=TEXTS)
            ),
        ),
        podTargetLabels=TEXTS,
        podMetricsEndpoints=several(record("port", port=TEXT, interval=_DURATION, path=TEXT)),
    ),
    ("monitoring.coreos.com/v1", "PrometheusRule"): record(
        "groups",
        groups=several(
            record(
                "name rules",
                name=TEXT,
                rules=several(
                    {
                        "oneOf": [
                            record("record expr", record=TEXT, expr=TEXT),
                            record(
                                "alert expr labels annotations",
                                alert=TEXT,
                                expr=TEXT,
                                labels=record("severity", severity=one_of("page", "ticket")),
                                annotations=record("summary", summary=TEXT),
                                **{"for": _DURATION},
                            ),
                        ]
                    }
                ),
            )
        ),
    ),
}
