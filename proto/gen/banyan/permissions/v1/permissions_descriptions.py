"""The comments of banyan/permissions/v1/permissions.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.permissions.v1.BatchGetPermissionsRequest": "Request message for BatchGetPermissions.",
    "banyan.permissions.v1.BatchGetPermissionsRequest.ids": "The IDs of the resources, up to 100.",
    "banyan.permissions.v1.BatchGetPermissionsRequest.resource": "The full name of the resource's message, such as `banyan.events.v1.Event`. The resource may belong to another service. Returns NOT_FOUND if no method of this service changes such a resource.",
    "banyan.permissions.v1.BatchGetPermissionsResponse": "Response message for BatchGetPermissions.",
    "banyan.permissions.v1.BatchGetPermissionsResponse.permissions": "The permissions, in the requested order.",
    "banyan.permissions.v1.PermissionService": "Reports what callers may do, so that user interfaces can hide what would be refused. Every service implements this service for its own methods, with the relations that it checks when they are called.",
    "banyan.permissions.v1.PermissionService.BatchGetPermissions": "Returns for several resources of one kind the methods that the caller may call on each. Leaves out resources that do not exist or that the caller may not see.",
    "banyan.permissions.v1.Permissions": "What the caller may do with a resource.",
    "banyan.permissions.v1.Permissions.id": "The ID of the resource.",
    "banyan.permissions.v1.Permissions.methods": "The names of the methods that the caller may call on the resource, such as `PublishEvent`. The call can still be refused for a reason other than the caller's rights, such as the state of the resource.",
}
