"""Webhook endpoints: the addresses to which changes are sent."""
