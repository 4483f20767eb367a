import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.contract.global_ids import GlobalId

UUID = "01920000-0000-7000-8000-000000000001"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_a_global_id_is_read_as_it_was_written() -> None:
    global_id = GlobalId("SignUp", UUID)
    assert GlobalId.parse(str(global_id)) == global_id
    assert str(global_id) == encoded(f"SignUp:{UUID}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        UUID,
        encoded(UUID),
        encoded(f"SignUp:{UUID.upper()}X"),
        encoded(f"SignUp:{UUID}\n"),
        encoded(f"signUp:{UUID}"),
        encoded(f"SignUp:{UUID.replace('-', '')}"),
        encoded(f"SignUp:{{{UUID}}}"),
        encoded("SignUp:" + UUID.replace("0", "٠")),
        encoded(f"SignUp:{UUID}").rstrip("=") + "\n",
        encoded(f"Sign{'X' * 200}:{UUID}"),
        "A" * 1_000_000,
        "\ud800",
        "\x00",
    ],
)
def test_what_is_no_global_id_is_none(text: str) -> None:
    assert GlobalId.parse(text) is None


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    GlobalId.parse(text)
