"""The comments of banyan/batches/v1/batches.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.batches.v1.FailedRequest": "A request of a batch that was refused (as in AIP-234).",
    "banyan.batches.v1.FailedRequest.index": "The position of the request in the batch, from 0.",
    "banyan.batches.v1.FailedRequest.status": "The refusal: the `google.rpc.Status` that the request would get by itself.",
}
