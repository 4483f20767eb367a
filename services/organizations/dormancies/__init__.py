"""Dormancies: groups that are cultivated and hold no events any more, from the first warning until they wake up."""
