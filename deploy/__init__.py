"""How Banyan is run: `local`, on one machine."""
