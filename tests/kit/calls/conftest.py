"""What the tests about calls share."""

import pytest

from tests.kit.calls.desk import Desk
from tests.passports import PassportOffice


@pytest.fixture
def desk(office: PassportOffice) -> Desk:
    return Desk(office)
