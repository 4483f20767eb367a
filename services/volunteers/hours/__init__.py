"""Hours: the ledger and its balances."""
