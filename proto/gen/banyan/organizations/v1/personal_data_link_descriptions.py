"""The comments of banyan/organizations/v1/personal_data_link.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.organizations.v1.CreatePersonalDataLinkRequest": "Request message for CreatePersonalDataLink.",
    "banyan.organizations.v1.CreatePersonalDataLinkRequest.request_id": "A UUID that makes retries safe (AIP-155). Repeating a successful request with the same ID and body has no further effect and returns the first response, for 24 hours by default.",
    "banyan.organizations.v1.PersonalDataLink": "A link to the file of a person's data.",
    "banyan.organizations.v1.PersonalDataLink.expire_time": "The time from which on the link does not work any more.",
    "banyan.organizations.v1.PersonalDataLink.token": "The token in the link. The file is at `/personal-data/{token}.json` of the gateway. Anyone who knows the link can read the file until it expires.",
    "banyan.organizations.v1.PersonalDataLinkService": "Gives people links to the file of their data.",
    "banyan.organizations.v1.PersonalDataLinkService.CreatePersonalDataLink": "Gives the caller a link to a file with all that the platform holds about them. It works for a minute, and opens nothing else. A retry with the same `request_id` gets the same link.",
}
