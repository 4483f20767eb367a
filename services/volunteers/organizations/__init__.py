"""Organizations, as the organizations service announced them."""
