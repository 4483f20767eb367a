"""Phone numbers, email addresses and websites: what counts as one, and what is removed around it."""

from types import SimpleNamespace

import idna
import pytest
from banyan.organizations.v1 import organization_pb2 as pb
from banyan.places.v1.place_pb2 import Contact
from banyan.volunteers.v1 import person_contact_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.contract import contacts
from services.kit.contract.contacts import LONGEST_WEBSITE, cleaned, is_email, is_website
from services.kit.contract.validation import parse, validate
from services.kit.errors import InvalidArgument
from tests.steps import steps_of


@pytest.mark.parametrize(
    "value",
    [
        "a@example.org",
        "margaret.o'brien@x.co",
        "olga@münchen.de",
        "info@例子.中国",
        "a@xn--mnchen-3ya.de",
    ],
)
def test_email_addresses(value: str) -> None:
    assert is_email(value)


@pytest.mark.parametrize(
    "value",
    [
        "a@localhost",
        "a@b@c.org",
        "@example.org",
        "a b@example.org",
        "a@example.org.",
        "a@-example.org",
        "a@ex ample.org",
        "a@b.com谢谢",
        "a@münchen..de",
        "a" * 65 + "@example.org",
        "a@" + "x" * 250 + ".org",
        "См. сайт",
    ],
)
def test_what_is_no_email_address(value: str) -> None:
    assert not is_email(value)


@pytest.mark.parametrize(
    "value",
    [
        "https://example.org/a?b#c",
        "http://例子.中国",
        "https://例子.中国/关于",
        "http://127.0.0.1:8000/",
        "http://[::1]/",
        "http://intranet",
        "https://example.org:8443",
    ],
)
def test_websites(value: str) -> None:
    assert is_website(value)


@pytest.mark.parametrize(
    "value",
    [
        "example.org",
        "ftp://example.org",
        "https://",
        "https://exa mple.org",
        "https://example.org/a b",
        "https://-example.org",
        "https://example.org:99999",
        "http://[::1",
        "https://example.org/" + "x" * 500,
        "javascript:alert(1)",
    ],
)
def test_what_is_no_website(value: str) -> None:
    assert not is_website(value)


@pytest.mark.parametrize("mark", "\u200e\u200f\u202a\u202b\u202c\u202d\u2066\u2069\ufeff")
def test_marks_around_a_value_are_removed_from_requests(mark: str) -> None:
    assert cleaned(f" {mark}010 1234{mark} ") == "010 1234"
    sent = pb.UpdateOrganizationRequest(
        organization=pb.Organization(
            contact=Contact(phones=[f"{mark}010{mark}", "1"], email=f"{mark}a@x.org"), name="n"
        )
    )
    read = parse(pb.UpdateOrganizationRequest, sent.SerializeToString())
    assert isinstance(read, pb.UpdateOrganizationRequest)
    assert read.organization.contact == Contact(phones=["010", "1"], email="a@x.org")


def test_free_text_keeps_its_marks_and_is_refused() -> None:
    sent = pb.Organization(name="a\u202eb", kind=pb.ORGANIZATION_KIND_AGENCY)
    read = parse(pb.Organization, sent.SerializeToString())
    with pytest.raises(InvalidArgument) as refused:
        validate(read)
    assert "CONTROL_CHARACTERS" in {each.reason for each in refused.value.violations}


def test_the_contract_checks_them_wherever_it_marks_a_field() -> None:
    validate(person_contact_pb2.PersonContact(email="olga@münchen.de"))
    validate(person_contact_pb2.PersonContact())
    for wrong in ("olga@münchen", "olga"):
        with pytest.raises(InvalidArgument) as refused:
            validate(person_contact_pb2.PersonContact(email=wrong))
        assert [each.reason for each in refused.value.violations] == ["EMAIL_NOT_VALID"]
        assert wrong not in refused.value.message


def test_a_value_outside_of_an_update_mask_is_not_checked_for_its_format() -> None:
    request = pb.UpdateOrganizationRequest(
        organization_id="01890a5d-ac96-774b-bcce-b302099a8057",
        organization=pb.Organization(website="ignored"),
        update_mask=FieldMask(paths=["name"]),
    )
    validate(request)
    request.organization.website = "a\x00b"
    with pytest.raises(InvalidArgument):
        validate(request)


@pytest.mark.parametrize(
    "part", ["a", "@", "a@ü.", "https://ü."], ids=["letters", "signs", "mailbox", "website"]
)
def test_of_a_value_that_is_too_long_the_host_is_not_looked_at(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    def encode(host: str, **options: bool) -> bytes:
        looked_at.append(host)
        return idna.encode(host, **options)

    counted = SimpleNamespace(encode=encode, IDNAError=idna.IDNAError)
    monkeypatch.setattr(contacts, "idna", counted)
    assert is_website("https://ü.example")
    assert looked_at == ["ü.example"]
    long, longer = (part + "ü." * (length // 2) for length in (2 * LONGEST_WEBSITE, 100_000))
    assert not any(check(value) for check in (is_email, is_website) for value in (long, longer))
    assert steps_of(lambda: is_email(longer)) == steps_of(lambda: is_email(long))
    assert steps_of(lambda: is_website(longer)) == steps_of(lambda: is_website(long))
    assert looked_at == ["ü.example"]
