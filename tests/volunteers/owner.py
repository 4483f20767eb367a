"""A stand-in for organizations, which says who is a member, in tests in which it does not run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import grpc
from banyan.organizations.v1 import membership_pb2 as pb

from services.kit.contract.values import timestamp


class Owner(grpc.GenericRpcHandler):
    """Answers CheckMemberships from what tests have told it.

    Attributes:
        target: Where it listens.
        asked: How often it was asked.
    """

    def __init__(self) -> None:
        self.target = ""
        self.asked = 0
        self._since: dict[tuple[str, str], datetime] = {}

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator["Owner"]:
        """Answers while the block runs."""
        owner = cls()
        server = grpc.aio.server(handlers=(owner,))
        owner.target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        await server.start()
        yield owner
        await server.stop(None)

    def admit(self, person_id: UUID, organization_id: UUID) -> None:
        """Makes a person an active member, since a day ago."""
        since = datetime.now(UTC) - timedelta(days=1)
        self._since[str(person_id), str(organization_id)] = since

    def readmit(self, person_id: UUID, organization_id: UUID) -> None:
        """Gives a person a new membership, in place of the one that they had."""
        self._since[str(person_id), str(organization_id)] = datetime.now(UTC)

    def remove(self, person_id: UUID, organization_id: UUID) -> None:
        """Ends the membership of a person."""
        del self._since[str(person_id), str(organization_id)]

    def forget(self) -> None:
        """Forgets everything, for the next test."""
        self.asked = 0
        self._since.clear()

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> "grpc.RpcMethodHandler[bytes, bytes]":
        """Takes every call."""
        del handler_call_details
        return grpc.unary_unary_rpc_method_handler(self._answer)

    async def _answer(self, data: bytes, context: object) -> bytes:
        del context
        self.asked += 1
        request = pb.CheckMembershipsRequest.FromString(data)
        return pb.CheckMembershipsResponse(
            members=[
                pb.CheckMembershipsResponse.Member(
                    person_id=person_id,
                    organization_id=organization_id,
                    create_time=timestamp(since),
                )
                for (person_id, organization_id), since in self._since.items()
                if person_id in request.person_ids and organization_id in request.organization_ids
            ]
        ).SerializeToString()
