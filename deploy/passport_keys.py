"""Makes the keys of passports: `python -m deploy.passport_keys DIRECTORY` writes private.pem and jwks.json."""

import argparse
import shutil
from pathlib import Path

from deploy.local.keys import KeyPair


def main() -> None:
    """Writes the files; a private key that is there already stays."""
    parser = argparse.ArgumentParser(prog="python -m deploy.passport_keys", description=__doc__)
    parser.add_argument("directory", type=Path)
    directory: Path = parser.parse_args().directory
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    pair = KeyPair.kept(directory, "private")
    shutil.move(pair.jwks, directory / "jwks.json")


if __name__ == "__main__":
    main()
