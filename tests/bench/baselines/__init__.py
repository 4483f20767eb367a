"""The bare things that Banyan is held against, each a process of its own."""
