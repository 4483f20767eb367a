"""People, as the volunteers service announced them."""
