"""The comments of banyan/organizations/v1/passport.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.organizations.v1.IssuePassportRequest": "Request message for IssuePassport.",
    "banyan.organizations.v1.IssuePassportRequest.credential": "An access token, or the key of an app. Leave it empty for an anonymous passport.",
    "banyan.organizations.v1.IssuePassportResponse": "Response message for IssuePassport.",
    "banyan.organizations.v1.IssuePassportResponse.app_id": "The app that calls with a key of its own. Empty for everybody else.",
    "banyan.organizations.v1.IssuePassportResponse.expire_time": "The time the passport expires, a few minutes from now.",
    "banyan.organizations.v1.IssuePassportResponse.is_administrator": "Whether the caller administers the platform.",
    "banyan.organizations.v1.IssuePassportResponse.passport": "The passport, a JSON Web Token signed with EdDSA. Send it to the services as `authorization: Bearer` metadata. It is never shown to a frontend.",
    "banyan.organizations.v1.IssuePassportResponse.person_id": "The ID of the caller's person, assigned even before they register. Empty for an anonymous caller.",
    "banyan.organizations.v1.IssuePassportResponse.scopes": "What the app may do for the caller, such as `events.read`, in alphabetical order.",
    "banyan.organizations.v1.PassportService": "Issues the passports that every service verifies.",
    "banyan.organizations.v1.PassportService.IssuePassport": "Exchanges a credential for a passport. Without a credential, issues an anonymous passport. The first exchange for a principal assigns the ID of its person. The key of an app gives the passport of the app, which names no person. Returns UNAUTHENTICATED if the credential is malformed, expired, or from an issuer that is not trusted. The passport of a suspended person lists no roles, not even on the platform, and says that they are suspended.",
}
