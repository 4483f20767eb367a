"""Views of rosters: which members, in which order and with which columns, under a name."""
