"""PersonalDataLinkService: links to the file with all that is held about a person."""

from datetime import timedelta

from banyan.organizations.v1 import personal_data_link_pb2 as pb

from services.kit.calls.passport import Caller, sign
from services.kit.contract.values import timestamp
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.keys import SigningKey

SCOPE = "personal.read"
LIFETIME = timedelta(minutes=1)


class PersonalDataLinkServicer:
    """Gives people links to their data.

    The token in a link is a passport of theirs for a minute, which opens nothing but their data. So every service
    verifies it as it verifies each passport, and nothing has to be stored.

    Args:
        key: Signs passports.
    """

    service = pb.DESCRIPTOR.services_by_name["PersonalDataLinkService"]

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "PersonalDataLinkServicer":
        """Returns the servicer that the configuration describes."""
        return cls(SigningKey.read(settings.passport_private_key, settings.passport_jwks))

    async def CreatePersonalDataLink(
        self, request: pb.CreatePersonalDataLinkRequest, work: Work
    ) -> pb.PersonalDataLink:
        """Gives the caller a link to their data."""
        del request
        await work.require("self", work.person_id)
        reader = Caller(
            work.caller.principal_id,
            work.person_id,
            client_id=work.caller.client_id,
            scopes=frozenset({SCOPE}),
        )
        expires = (work.now + LIFETIME).replace(microsecond=0)
        token = sign(
            reader, key=self._key.key, key_id=self._key.key_id, issued=work.now, expires=expires
        )
        return pb.PersonalDataLink(token=token, expire_time=timestamp(expires))
