"""Configuration of the organizations service."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.organizations.config import OrganizationsSettings

ANY_FILE = Path(__file__)


def settings(administrators: str, **others: Any) -> OrganizationsSettings:
    return OrganizationsSettings(
        database_url="postgresql://localhost/organizations",
        passport_jwks=ANY_FILE,
        passport_private_key=ANY_FILE,
        trusted_issuers=ANY_FILE,
        volunteers_target="127.0.0.1:8001",
        administrators=administrators,
        **others,
    )


class TestAdministrators:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", set()),
            (" , \n", set()),
            ("https://a|1", {("https://a", "1")}),
            ("https://a|1, https://b|2\n", {("https://a", "1"), ("https://b", "2")}),
            ("https://a|1\nhttps://b|auth0|2\n", {("https://a", "1"), ("https://b", "auth0|2")}),
        ],
    )
    def test_are_pairs_of_issuer_and_subject(
        self, text: str, expected: set[tuple[str, str]]
    ) -> None:
        assert settings(text).administrator_identities == expected

    @pytest.mark.parametrize("text", ["lin", "|lin", "https://a|", "https://a|1, lin"])
    def test_are_refused_where_one_half_is_missing(self, text: str) -> None:
        with pytest.raises(ValidationError, match=r"issuer\|subject"):
            settings(text)


@pytest.mark.parametrize("seconds", [0, -300])
def test_passports_are_valid_for_some_time(seconds: int) -> None:
    with pytest.raises(ValidationError, match="passport_lifetime"):
        settings("", passport_lifetime=seconds)
