"""Notices on NATS: the connection, streams, the relay, consumers and dead letters."""
