"""The services behind the gateway: calls, passports, loaders and notices."""
