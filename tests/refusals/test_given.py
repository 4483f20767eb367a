"""What the tests hold against the catalogue: reasons that mutations give and it does not list."""

from banyan.events.v1 import event_pb2

from services.kit.contract.rpc import Method, methods_of
from services.kit.errors import InvalidArgument, PermissionDenied, Refused, Unavailable, Violation
from tests.given_reasons import unlisted


def method(name: str) -> Method:
    methods = methods_of(event_pb2.DESCRIPTOR.services_by_name["EventService"])
    return next(each for each in methods if each.name == name)


def test_a_reason_that_the_catalogue_lacks_is_found() -> None:
    error = Refused("It rains. Wait.", reason="IT_RAINS")
    assert unlisted(method("PublishEvent"), error) == {"IT_RAINS"}
    of_another = InvalidArgument.of("event.end_time", "is wrong", "TIME_OUT_OF_RANGE")
    assert unlisted(method("CreateEvent"), of_another) == set()
    assert unlisted(method("PublishEvent"), of_another) == {"TIME_OUT_OF_RANGE"}
    both = [Violation("a", "is wrong", "REQUIRED"), Violation("b", "is wrong", "IT_RAINS")]
    assert unlisted(method("CreateEvent"), Refused.of(both)) == {"IT_RAINS"}


def test_what_every_mutation_gives_and_what_no_payload_has_need_not_be_listed() -> None:
    assert unlisted(method("PublishEvent"), PermissionDenied()) == set()
    assert unlisted(method("PublishEvent"), Unavailable("Wait.", reason="IT_RAINS")) == set()
    assert unlisted(method("GetEvent"), Refused("It rains.", reason="IT_RAINS")) == set()
