"""The gateway: one GraphQL schema over the services; no rule of the domain, no database."""
