"""The comments of banyan/dryruns/v1/dry_run.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.dryruns.v1.AffectedCount": "How many resources of a kind a change would change.",
    "banyan.dryruns.v1.AffectedCount.count": "The number of resources, those included that would follow in the background.",
    "banyan.dryruns.v1.AffectedCount.resource": "The full name of the resource's message, such as `banyan.events.v1.SignUp`.",
    "banyan.dryruns.v1.AffectedResource": "A resource that a change would change.",
    "banyan.dryruns.v1.AffectedResource.id": "The ID of the resource.",
    "banyan.dryruns.v1.AffectedResource.resource": "The full name of the resource's message, such as `banyan.events.v1.SignUp`.",
    "banyan.dryruns.v1.DryRunRequest": "Request message for DryRun.",
    "banyan.dryruns.v1.DryRunRequest.request": "The request that the method would get. Its `request_id` is ignored.",
    "banyan.dryruns.v1.DryRunResponse": "Response message for DryRun.",
    "banyan.dryruns.v1.DryRunResponse.counts": "What would change, by kind of resource.",
    "banyan.dryruns.v1.DryRunResponse.failed_requests": "The requests of a batch that would be refused, in the order of the requests.",
    "banyan.dryruns.v1.DryRunResponse.resources": "The resources that would change and that the caller may see, up to 100 of each kind.",
    "banyan.dryruns.v1.DryRunResponse.unchanged_requests": "The positions, from 0, of the requests of a batch that would change nothing.",
    "banyan.dryruns.v1.DryRunService": "Tells people what a change would do before they decide. It covers the methods with the option `dry_run`.",
    "banyan.dryruns.v1.DryRunService.DryRun": "Does what a method does, notes what changes, and undoes all of it. Returns what the method would return an error for: the same rules, rights and scopes are checked. It leaves nothing behind: no change, no notice, no audit entry, no response for a retry. Returns INVALID_ARGUMENT if this service offers no dry run of the method. What other services do once they hear of the change is not part of it. Of a batch, each request is tried after those before it: who would be refused because of them is.",
}
