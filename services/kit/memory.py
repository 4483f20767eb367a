"""Memory: what a process has made to start with is no garbage, and need not be looked through for it."""

import gc


def keep() -> None:
    """Leaves what there is out of every collection of garbage from now on.

    The contract, its rules, the models and the schema of GraphQL are hundreds of thousands of objects that
    live as long as the process. To look through them all stops it for some 50 ms, whenever the oldest
    generation is collected. Call it once, when everything stands.
    """
    gc.collect()
    gc.freeze()
