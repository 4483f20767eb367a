"""The platform behind a pooler, as production has it: `make pooler-check`."""
