"""Webhook deliveries: the messages to endpoints, and how they are sent."""
