"""People who have not registered read and leave; the only other changes are to register, and to claim a record instead."""

import pytest

from services.kit.calls.passport import Caller
from services.kit.contract.rpc import Method
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.access import admit
from tests.access.requests import methods
from tests.access.test_suspended import LEAVING
from tests.passports import EVERY_SCOPE

# A person may register with an image, which is uploaded before.
REGISTERING = {
    "PersonService.RegisterPerson",
    "PersonEntryService.ClaimPerson",
    "ImageService.CreateImageUpload",
}


def is_admitted(method: Method, *, registered: bool) -> bool:
    caller = Caller("x", person_id=uuid7(), is_registered=registered, scopes=EVERY_SCOPE)
    try:
        admit(method, caller)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("name", methods())
def test_every_other_change_is_refused(name: str) -> None:
    method = methods()[name]
    assert is_admitted(method, registered=True)
    allowed = not method.mutates or name in LEAVING | REGISTERING
    assert is_admitted(method, registered=False) == allowed


def test_they_are_told_what_to_do() -> None:
    caller = Caller("x", person_id=uuid7(), is_registered=False, scopes=EVERY_SCOPE)
    with pytest.raises(Refused, match="Register first") as refused:
        admit(methods()["SignUpService.CreateSignUp"], caller)
    assert refused.value.reason == "REGISTRATION_REQUIRED"
