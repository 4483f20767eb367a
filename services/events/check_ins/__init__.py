"""Check-ins on the spot: by people themselves with a code, and by devices that were offline."""
