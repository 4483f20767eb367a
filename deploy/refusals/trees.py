"""Source texts as trees."""

import ast


def walk(node: ast.AST) -> list[ast.AST]:
    """Returns a node and all below it, in the order of `ast.walk`, without its generators."""
    found = [node]
    for each in found:  # which grows meanwhile
        for name in each._fields:
            value = getattr(each, name, None)
            if isinstance(value, ast.AST):
                found.append(value)
            elif isinstance(value, list):
                found += [part for part in value if isinstance(part, ast.AST)]
    return found
