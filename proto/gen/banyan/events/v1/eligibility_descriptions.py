"""The comments of banyan/events/v1/eligibility.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.events.v1.BatchGetEligibilitiesRequest": "Request message for BatchGetEligibilities.",
    "banyan.events.v1.BatchGetEligibilitiesRequest.ids": "The IDs of the shifts, up to 100.",
    "banyan.events.v1.BatchGetEligibilitiesResponse": "Response message for BatchGetEligibilities.",
    "banyan.events.v1.BatchGetEligibilitiesResponse.eligibilities": "The eligibilities, in the requested order.",
    "banyan.events.v1.Eligibility": "Whether a person can sign up for a shift now. It is no guarantee: other people may take the place first.",
    "banyan.events.v1.Eligibility.can_join_waitlist": "Whether the person can join the waitlist (`join_waitlist`). True if a free place is all that is missing.",
    "banyan.events.v1.Eligibility.can_sign_up": "Whether the person can take a place.",
    "banyan.events.v1.Eligibility.reasons": "Every reason why the person cannot take a place. Empty if they can.",
    "banyan.events.v1.Eligibility.shift_id": "The shift.",
    "banyan.events.v1.Eligibility.warnings": "What the person should think of before they take the place: AWAY if they said that they cannot come at that time. They can sign up all the same.",
    "banyan.events.v1.EligibilityParam": "A value that a reason is about.",
    "banyan.events.v1.EligibilityParam.name": "What it is: `min` (the minimum age), `skill`, `qualification`, `max`, or `unit`.",
    "banyan.events.v1.EligibilityParam.value": "The value: a number in digits, or a word such as `years`.",
    "banyan.events.v1.EligibilityReason": "A reason why a person cannot take a place in a shift.",
    "banyan.events.v1.EligibilityReason.message": "A message for people that explains the reason and what they can do about it, in the language that the `accept-language` metadata asks for.",
    "banyan.events.v1.EligibilityReason.params": "What the message names, such as the minimum age, for frontends with texts of their own.",
    "banyan.events.v1.EligibilityReason.reason": "A stable, machine-readable code: SHIFT_FULL, ALREADY_SIGNED_UP, OVERLAPPING_SIGN_UP, EVENT_NOT_PUBLISHED, SIGN_UPS_CLOSED, SIGN_UPS_NOT_OPEN, SIGN_UP_DECLINED, TOO_MANY_SIGN_UPS, TOO_MANY_SHIFTS_A_WEEK, TOO_MANY_HOURS_A_WEEK, SHIFT_ENDED, AGE_UNKNOWN, TOO_YOUNG, SKILLS_UNKNOWN, SKILL_MISSING, QUALIFICATION_MISSING, PERSON_SUSPENDED, ORGANIZATION_CLOSED, or MEMBERS_ONLY.",
    "banyan.events.v1.EligibilityService": "Reports whether people can sign up for shifts. Uses the same evaluator as CreateSignUp.",
    "banyan.events.v1.EligibilityService.BatchGetEligibilities": "Gets, for several shifts in the requested order, whether the calling person can sign up now. Leaves out shifts that do not exist or that the caller may not see. Returns no eligibilities to an anonymous caller. Returns UNAVAILABLE if a shift has a minimum age and the person's age cannot be checked now.",
}
