"""How operations are executed: breadth-first where a plan can do it, and by graphql-core elsewhere."""
