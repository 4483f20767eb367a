"""The gateway: one GraphQL schema over the three services; no rule of the domain, no database."""
