"""Following handlers through a small source: what it finds, and what it leaves out."""

from pathlib import Path
from textwrap import dedent

import pytest

from deploy.refusals.walk import Walk

FILES = {
    "services/parks/trees/servicer.py": """
        from banyan.parks.v1 import tree_pb2 as pb
        from services.parks.trees.models import Tree, Bench
        from services.parks.trees.rules import check

        class TreeServicer:
            service = pb.DESCRIPTOR.services_by_name["TreeService"]

            def __init__(self) -> None:
                self._lines = Lines(full=Exhausted("Wait.", reason="LINE_FULL"))

            async def turn_FellTree(self, request, work): ...

            async def FellTree(self, request, work: Work):
                tree = await work.lock(Tree, request.tree_id)
                tree.fell()

            async def PlantTree(self, request, work: Work):
                tree = create(Tree, request.tree, "tree")
                check(tree)

            async def MoveBench(self, request, work: Work):
                (await work.lock(Bench, request.bench_id)).move()

            async def ReviveTree(self, request, work: Work):
                tree = await work.lock(Tree, request.tree_id)
                tree.revive()
    """,
    "services/parks/trees/models.py": """
        from services.parks.trees.states import STANDING

        class Grown(Resource):
            def revive(self) -> None:
                self.change_state({TreeState.FELLED}, TreeState.GROWING, "Only a felled tree.")

        class Tree(Grown):
            __table_args__ = (Index("tree_place", unique=True, where=f"{listed(STANDING)}"),)

            def fell(self) -> None:
                if self.is_old:
                    raise Refused("It is old. Keep it.", reason="TREE_OLD")
                self.move()
                self.change_state({TreeState.GROWING}, TreeState.FELLED, "Only a growing tree.")

            def move(self) -> None:
                raise Unavailable("Not now.", reason="NO_CRANE")

        class Bench(Resource):
            def move(self) -> None:
                raise Refused("It is fixed.", reason="BENCH_FIXED")
    """,
    "services/parks/trees/states.py": """
        STANDING = (TreeState.GROWING, TreeState.BLOOMING)
    """,
    "services/parks/trees/rules.py": """
        def check(tree) -> None:
            if tree.height < 0:
                raise InvalidArgument.of("tree.height", "must be positive", "NO_HEIGHT")
    """,
    "services/parks/conflicts.py": """
        CONFLICTS: dict = {"tree_place": AlreadyExists("Taken.", reason="PLACE_TAKEN")}
    """,
}


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))
    return Walk(tmp_path, ["parks"])


def test_each_method_has_what_its_own_code_reaches(walk: Walk) -> None:
    service = "/banyan.parks.v1.TreeService"
    assert walk.methods() == {
        f"{service}/FellTree": {"LINE_FULL", "TREE_OLD", "STATE_DOES_NOT_ALLOW"},
        f"{service}/PlantTree": {"NO_HEIGHT", "PLACE_TAKEN"},
        f"{service}/MoveBench": {"BENCH_FIXED"},
        f"{service}/ReviveTree": {"STATE_DOES_NOT_ALLOW", "PLACE_TAKEN"},
    }
