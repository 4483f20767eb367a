"""Personal data: the links with which people get all that is held about them."""
