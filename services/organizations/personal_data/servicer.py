"""PersonalDataLinkService: links to the file with all that is held about a person."""

from banyan.organizations.v1 import personal_data_link_pb2 as pb

from services.kit.calls.passport import Caller
from services.kit.contract.values import timestamp
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.links import LinkSigner

SCOPE = "personal.read"


class PersonalDataLinkServicer:
    """Gives people links to their data, which open nothing else.

    Args:
        signer: Signs links.
    """

    service = pb.DESCRIPTOR.services_by_name["PersonalDataLinkService"]

    def __init__(self, signer: LinkSigner) -> None:
        self._signer = signer

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "PersonalDataLinkServicer":
        """Returns the servicer that the configuration describes."""
        return cls(LinkSigner.from_settings(settings))

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
        token, until = self._signer.sign(reader, work.now, kind="personal_data")
        return pb.PersonalDataLink(token=token, expire_time=timestamp(until))
