"""The comments of banyan/volunteers/v1/person_activity.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.volunteers.v1.BatchGetPersonActivitiesRequest": "Request message for BatchGetPersonActivities.",
    "banyan.volunteers.v1.BatchGetPersonActivitiesRequest.ids": "The IDs of the people, up to 100.",
    "banyan.volunteers.v1.BatchGetPersonActivitiesResponse": "Response message for BatchGetPersonActivities.",
    "banyan.volunteers.v1.BatchGetPersonActivitiesResponse.person_activities": "The activities, in the requested order.",
    "banyan.volunteers.v1.PersonActivity": "What a person has signed up for and done. It follows the sign-ups with a short delay. The minutes actually worked are in the hours of the person.",
    "banyan.volunteers.v1.PersonActivity.completed_sign_ups": "The number of sign-ups that the person completed, from check-in to check-out.",
    "banyan.volunteers.v1.PersonActivity.last_shift_end_time": "The end time of the last planned or completed shift. Unset if there is none.",
    "banyan.volunteers.v1.PersonActivity.person_id": "The person.",
    "banyan.volunteers.v1.PersonActivity.planned_minutes": "The scheduled minutes of the shifts behind the planned sign-ups, not the minutes worked.",
    "banyan.volunteers.v1.PersonActivity.planned_sign_ups": "The number of planned sign-ups: confirmed, or checked in and not yet checked out.",
    "banyan.volunteers.v1.PersonActivityService": "Reports what people have signed up for and done.",
    "banyan.volunteers.v1.PersonActivityService.BatchGetPersonActivities": "Gets the activity of several people in the requested order. Leaves out people whom the caller may not see. For a person who has never signed up, every count is zero.",
}
