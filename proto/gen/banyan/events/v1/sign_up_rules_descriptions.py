"""The comments of banyan/events/v1/sign_up_rules.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.events.v1.SignUpRules": "The rules of an event about signing up. A rule that is left out does not count. A change counts for what happens from then on, and takes no place from anybody.",
    "banyan.events.v1.SignUpRules.late_cancellation_minutes": "From how many minutes before the start of a shift on a person who gives a confirmed place back does so late, up to 90 days. It is not refused, and the sign-up says so. It is never late when an organizer cancels a sign-up, or when a stand-in or a swap fills the place.",
    "banyan.events.v1.SignUpRules.most_hours_a_week": "How many hours a person helps the organization at most in a week, by the planned lengths of shifts. Counted like `most_shifts_a_week`.",
    "banyan.events.v1.SignUpRules.most_shifts_a_week": "How many shifts of the organization a person takes at most in a week. All its shifts that start in the week count in which the person has a place, or had one and came; so do offered places. The week is that in which the shift starts, from Monday to Sunday in the event's time zone. What stands in this event decides about its own shifts. Managers can override it with a reason, and plans have limits of their own.",
    "banyan.events.v1.SignUpRules.needs_approval": "Whether an organizer decides about each sign-up. It is REQUESTED then, and holds a place until somebody approves or declines it, or the shift ends. So is an offer that a person accepts, and what comes of a stand-in or a swap. Those who manage the event sign others up, and publish plans, without that.",
}
