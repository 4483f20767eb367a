"""What Banyan can refuse, read from the source and the contract: `python -m deploy.refusals`.

It writes `docs/errors.md`, and `gateway/contract/reasons.json`, from which the schema has its enum of reasons and
the reasons that each mutation can give.
"""
