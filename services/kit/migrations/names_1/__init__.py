"""How names were folded, sorted and found when revisions up to organizations_0010 derived columns from them.

It is a copy of `services.kit.text`, for these revisions, and never changes: a revision does the same for good. What
is derived in another way one day needs a revision that recomputes the columns, and a copy of its own if it needs code.
"""
