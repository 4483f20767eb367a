"""The comments of banyan/organizations/v1/change_feed.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.organizations.v1.ChangeFeed": "Changes, the oldest first.",
    "banyan.organizations.v1.ChangeFeed.changes": "The changes.",
    "banyan.organizations.v1.ChangeFeed.end_cursor": "Where the answer ends: pass it as `after` to go on. It is `after` itself if nothing has changed since.",
    "banyan.organizations.v1.ChangeFeed.has_more": "Whether there are more changes now.",
    "banyan.organizations.v1.ChangeFeedService": "Tells what has changed.",
    "banyan.organizations.v1.ChangeFeedService.ReadChanges": "Reads the changes of an organization in an order that never changes. Nothing is missed or repeated, however many change something at once: a change is told once every change that began before it has ended, which takes a moment. Each change says what changed, and not how: read the resource for its state. Changes are told for 30 days. Returns FAILED_PRECONDITION if `after` is older: list everything again. Returns PERMISSION_DENIED unless the caller is an owner, leader, coordinator, or supervisor of the organization, or a platform administrator.",
    "banyan.organizations.v1.ChangeKind": "What can change.",
    "banyan.organizations.v1.ChangeKind.CHANGE_KIND_MEMBERSHIP": "A membership, with its roles and what the roster shows of it.",
    "banyan.organizations.v1.ChangeKind.CHANGE_KIND_PERSON_ENTRY": "What was entered about a person without an account.",
    "banyan.organizations.v1.ChangeKind.CHANGE_KIND_UNSPECIFIED": "Not set.",
    "banyan.organizations.v1.ReadChangesRequest": "Request message for ReadChanges.",
    "banyan.organizations.v1.ReadChangesRequest.after": "The `end_cursor` of an earlier answer about the same organization. Empty to begin with the oldest change.",
    "banyan.organizations.v1.ReadChangesRequest.first": "The maximum number of changes, up to 500. Defaults to 100.",
    "banyan.organizations.v1.ReadChangesRequest.kinds": "Limits the changes to these kinds. Defaults to all.",
    "banyan.organizations.v1.ReadChangesRequest.organization_id": "The organization.",
    "banyan.organizations.v1.RosterChange": "That something has changed.",
    "banyan.organizations.v1.RosterChange.change_time": "The time of the change.",
    "banyan.organizations.v1.RosterChange.kind": "What has changed.",
    "banyan.organizations.v1.RosterChange.membership_id": "The membership that was made or has changed. A membership that is over stays, and its state says so.",
    "banyan.organizations.v1.RosterChange.person_entry_id": "The entry of a person without an account that was made or has changed.",
}
