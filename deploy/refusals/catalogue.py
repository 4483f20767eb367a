"""The catalogue of reasons as the gateway reads it: gateway/contract/reasons.json."""

import json
from collections import defaultdict
from collections.abc import Mapping
from inspect import cleandoc
from typing import cast

from google.protobuf.descriptor import Descriptor

from deploy.refusals.rules import rules_of
from deploy.refusals.source import ROOT, reasons_of, sources
from deploy.refusals.walk import Walk
from gateway.contract.references import contract_files
from services.catalogue import NAMES
from services.kit import errors
from services.kit.contract.rpc import Method, methods_of
from services.kit.contract.rules import reason_of_rule

OUTPUT = ROOT / "gateway" / "contract" / "reasons.json"

# Every mutation takes the ID of a request.
_OF_EVERY_ID = {reason_of_rule("string.uuid"), reason_of_rule("string.uuid_empty")}


def generate() -> str:
    """Returns the text of the catalogue as source and contract are now."""
    walk = Walk(ROOT, NAMES)
    common, given = walk.common() | _OF_EVERY_ID, walk.methods()
    rules: dict[str, str] = {}
    own = {}
    for method in _methods():
        found = rules_of(cast("Descriptor", method.request_type.DESCRIPTOR))
        rules |= found
        if method.mutates:
            # A batch gives the reasons of the method that it is of.
            handled = given[(method.each or method).path]
            own[method.path] = sorted((handled | found.keys()) - common)
    content = {"reasons": _described(rules), "common": sorted(common), "methods": own}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _methods() -> list[Method]:
    """Returns the methods of the services, and those that every service has and that change something."""
    services = (service for file in contract_files() for service in file.services_by_name.values())
    methods = (each for service in services for each in methods_of(service))
    return sorted(
        (each for each in methods if each.domain in NAMES or each.mutates),
        key=lambda each: each.path,
    )


def _described(rules: Mapping[str, str]) -> dict[str, str]:
    """Returns every reason of errors and of remarks, with what it means: of several messages the first."""
    messages: dict[str, set[str]] = defaultdict(set)
    for path in sources():
        for found in reasons_of(path)[0]:
            messages[found.reason].add(found.message)
    general = {
        error.default_reason: cleandoc(error.__doc__ or "").partition("\n")[0]
        for error in errors.BY_CODE.values()
    }
    return dict(sorted({**rules, **{k: min(v) for k, v in messages.items()}, **general}.items()))
