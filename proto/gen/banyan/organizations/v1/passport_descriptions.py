"""The comments of banyan/organizations/v1/passport.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.organizations.v1.AddressedPassport": "A passport, and the services that it may be sent to.",
    "banyan.organizations.v1.AddressedPassport.passport": "The passport, a JSON Web Token signed with EdDSA. Send it to these services as `authorization: Bearer` metadata.",
    "banyan.organizations.v1.AddressedPassport.services": "The services that may be called with it.",
    "banyan.organizations.v1.IssuePassportRequest": "Request message for IssuePassport.",
    "banyan.organizations.v1.IssuePassportRequest.credential": "An access token, or the key of an app. Leave it empty for an anonymous passport.",
    "banyan.organizations.v1.IssuePassportRequest.operation_count": "How many operations the caller has run with this credential since it last told. It counts for keys of apps.",
    "banyan.organizations.v1.IssuePassportRequest.services": "The services to which the caller will send passports. Each of the passports is accepted by the services it is for and by those that they call, and refused by all others. Leave it empty for one passport that every service accepts, as tools need it.",
    "banyan.organizations.v1.IssuePassportResponse": "Response message for IssuePassport.",
    "banyan.organizations.v1.IssuePassportResponse.addressed_passports": "The passports for the services that the request named. One passport serves all that reach the same services.",
    "banyan.organizations.v1.IssuePassportResponse.app_id": "The app that calls with a key of its own. Empty for everybody else.",
    "banyan.organizations.v1.IssuePassportResponse.expire_time": "The time the passport expires, a few minutes from now.",
    "banyan.organizations.v1.IssuePassportResponse.is_administrator": "Whether the caller administers the platform.",
    "banyan.organizations.v1.IssuePassportResponse.passport": "The passport that every service accepts, a JSON Web Token signed with EdDSA, if the request named no services. Send it to the services as `authorization: Bearer` metadata. It is never shown to a frontend.",
    "banyan.organizations.v1.IssuePassportResponse.person_id": "The ID of the caller's person, assigned even before they register. Empty for an anonymous caller.",
    "banyan.organizations.v1.IssuePassportResponse.scopes": "What the app may do for the caller, such as `events.read`, in alphabetical order.",
    "banyan.organizations.v1.PassportService": "Issues the passports that every service verifies.",
    "banyan.organizations.v1.PassportService.IssuePassport": "Exchanges a credential for a passport. Without a credential, issues an anonymous passport. The first exchange for a principal assigns the ID of its person. The key of an app gives the passport of the app, which names no person. Returns UNAUTHENTICATED if the credential is malformed, expired, or from an issuer that is not trusted. The passport of a suspended person lists no roles, not even on the platform, and says that they are suspended.",
}
