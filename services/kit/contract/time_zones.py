"""Time zones: the names that every field for a time zone accepts."""

from importlib.resources import files

_UTC = ("Etc/UTC", "UTC")


def _read() -> frozenset[str]:
    """Returns the names of places in the tzdata package, such as "Asia/Shanghai", and UTC.

    The package makes every machine accept the same names. Former names of places are among them, such as
    "Asia/Calcutta", because browsers still report them. Names without a place are not: abbreviations
    (`PRC`), placeholders (`Factory`), fixed offsets (`Etc/GMT-8`), and files of the machine (`localtime`),
    which mean something else on the next one.
    """
    names = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    places = (name for name in names if "/" in name and not name.startswith("Etc/"))
    return frozenset((*places, *_UTC))


TIME_ZONES = _read()


def is_time_zone(name: str) -> bool:
    """Tells whether a name is the IANA name of a place, or UTC."""
    return name in TIME_ZONES
