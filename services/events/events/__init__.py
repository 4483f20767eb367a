"""Events: what an organization invites to."""
