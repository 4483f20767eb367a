"""How GraphQL is carried: HTTP, WebSocket, server-sent events, limits and execution."""
