"""The comments of banyan/events/v1/approval.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.events.v1.ApprovalService": "Decides about sign-ups that wait for approval (`SignUpRules.needs_approval`).",
    "banyan.events.v1.ApprovalService.ApproveSignUp": "Approves a sign-up: REQUESTED becomes CONFIRMED. Returns FAILED_PRECONDITION in any other state, or if something prevents the person from taking part that nobody can override, such as that they are suspended or lack a qualification. Returns PERMISSION_DENIED unless the caller is an owner, leader, or coordinator of the organization, or a platform administrator.",
    "banyan.events.v1.ApprovalService.BatchApproveSignUps": "Approves several sign-ups. Does for each request what ApproveSignUp does, in a transaction of its own.",
    "banyan.events.v1.ApprovalService.DeclineSignUp": "Declines a sign-up: REQUESTED becomes DECLINED, and the place is offered to those who wait. Returns FAILED_PRECONDITION in any other state. Returns PERMISSION_DENIED unless the caller is an owner, leader, or coordinator of the organization, or a platform administrator.",
    "banyan.events.v1.ApproveSignUpRequest": "Request message for ApproveSignUp.",
    "banyan.events.v1.ApproveSignUpRequest.request_id": "A UUID that makes retries safe (AIP-155). Repeating a successful request with the same ID and body has no further effect and returns the first response, for 24 hours by default.",
    "banyan.events.v1.ApproveSignUpRequest.sign_up_id": "The sign-up to approve.",
    "banyan.events.v1.BatchApproveSignUpsRequest": "Request message for BatchApproveSignUps.",
    "banyan.events.v1.BatchApproveSignUpsRequest.request_id": "A UUID that makes retries safe (AIP-155), for every request that has none of its own: what has succeeded before has no further effect and gets its first response, for 24 hours by default.",
    "banyan.events.v1.BatchApproveSignUpsRequest.requests": "The requests, up to 100.",
    "banyan.events.v1.BatchApproveSignUpsResponse": "Response message for BatchApproveSignUps.",
    "banyan.events.v1.BatchApproveSignUpsResponse.failed_requests": "The requests that were refused, in the order of the requests.",
    "banyan.events.v1.BatchApproveSignUpsResponse.sign_ups": "The sign-ups of the requests that succeeded, in the order of the requests.",
    "banyan.events.v1.DeclineSignUpRequest": "Request message for DeclineSignUp.",
    "banyan.events.v1.DeclineSignUpRequest.reason": "The reason, shown to the person and the organizers.",
    "banyan.events.v1.DeclineSignUpRequest.request_id": "A UUID that makes retries safe (AIP-155). Repeating a successful request with the same ID and body has no further effect and returns the first response, for 24 hours by default.",
    "banyan.events.v1.DeclineSignUpRequest.sign_up_id": "The sign-up to decline.",
}
