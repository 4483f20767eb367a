"""Reviews: looking at a group at its stage, and deciding how it goes on."""
