"""The comments of banyan/organizations/v1/organization_activity.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.organizations.v1.BatchGetOrganizationActivitiesRequest": "Request message for BatchGetOrganizationActivities.",
    "banyan.organizations.v1.BatchGetOrganizationActivitiesRequest.ids": "The IDs of the organizations, up to 100.",
    "banyan.organizations.v1.BatchGetOrganizationActivitiesResponse": "Response message for BatchGetOrganizationActivities.",
    "banyan.organizations.v1.BatchGetOrganizationActivitiesResponse.organization_activities": "The activities, in the requested order.",
    "banyan.organizations.v1.OrganizationActivity": "How active an organization is. Events are counted with a short delay, members at once.",
    "banyan.organizations.v1.OrganizationActivity.active_members": "The number of active members, up to 10,000. Members of organizations above or below are not counted.",
    "banyan.organizations.v1.OrganizationActivity.active_members_is_exact": "Whether the organization has no more active members than `active_members` says.",
    "banyan.organizations.v1.OrganizationActivity.dormant_time": "Since when the organization is dormant: a group that is cultivated, and has held no event for so long that it was warned and then became dormant. People can still join it. Unset if it is not.",
    "banyan.organizations.v1.OrganizationActivity.last_event_start_time": "The start time of the latest of these events. Unset if there are none.",
    "banyan.organizations.v1.OrganizationActivity.organization_id": "The organization.",
    "banyan.organizations.v1.OrganizationActivity.published_events": "The number of public events that were published and not cancelled.",
    "banyan.organizations.v1.OrganizationActivityService": "Reports how active organizations are.",
    "banyan.organizations.v1.OrganizationActivityService.BatchGetOrganizationActivities": "Gets the activity of several organizations in the requested order. Every count of an organization that does not exist is zero.",
}
