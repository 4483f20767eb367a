"""The errors for violated constraints."""

from services.kit.errors import AlreadyExists, DomainError, Refused

MEMBERSHIP_EXISTS = AlreadyExists(
    "There is already a membership or an application. Check its state, and end or withdraw it "
    "before you apply again.",
    reason="MEMBERSHIP_EXISTS",
)
CONFLICTS: dict[str, DomainError] = {
    "membership_current": MEMBERSHIP_EXISTS,
    "organization_external_id": AlreadyExists(
        "Another organization under this parent has this external ID. Choose a different one.",
        reason="EXTERNAL_ID_TAKEN",
    ),
    "category_key": AlreadyExists(
        "Another category has this key. Choose a different one, or use that category.",
        reason="CATEGORY_KEY_TAKEN",
    ),
    "area_code": AlreadyExists(
        "Another area has this code. Choose a different one, or use that area.",
        reason="AREA_CODE_TAKEN",
    ),
    "verification_pending": AlreadyExists(
        "A request to verify this organization waits already. Withdraw that one first, or wait for the decision.",
        reason="VERIFICATION_PENDING",
    ),
    "filing_number": AlreadyExists(
        "An organization is on file with this authority under this number. Check the number, or end that filing first.",
        reason="FILING_NUMBER_TAKEN",
    ),
    "label_name": AlreadyExists(
        "Another label of this organization has this name. Use that one, or choose a different name.",
        reason="LABEL_EXISTS",
    ),
    "roster_field_name": AlreadyExists(
        "Another field of this roster has this name. Use that one, or choose a different name.",
        reason="ROSTER_FIELD_EXISTS",
    ),
    "roster_view_name": AlreadyExists(
        "Another view of this roster has this name. Use that one, or choose a different name.",
        reason="ROSTER_VIEW_EXISTS",
    ),
    "programme_draft": AlreadyExists(
        "This programme has a draft already. Change that one, or retire it first.",
        reason="PROGRAMME_HAS_DRAFT",
    ),
    "agreement_draft": AlreadyExists(
        "This agreement has a draft already. Change that one, or retire it first.",
        reason="AGREEMENT_HAS_DRAFT",
    ),
    "enrolment_current": AlreadyExists(
        "The group is enrolled in this programme, or has applied. Look at its enrolment, and end that one first.",
        reason="ENROLMENT_EXISTS",
    ),
    "review_undecided": AlreadyExists(
        "A review of this group is open. Decide that one first.",
        reason="REVIEW_OPEN",
    ),
    "complaint_current": AlreadyExists(
        "You have a complaint about this group that is not closed. Close that one first.",
        reason="COMPLAINT_EXISTS",
    ),
    "second_look_review": AlreadyExists(
        "The group has asked for a second look at this decision already. Look at what became of that.",
        reason="SECOND_LOOK_EXISTS",
    ),
    "invitation_uses": Refused(
        "This invitation has reached its limit of uses. Ask the sender for a new one.",
        reason="INVITATION_EXHAUSTED",
    ),
}
