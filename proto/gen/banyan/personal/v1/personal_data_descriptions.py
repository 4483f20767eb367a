"""The comments of banyan/personal/v1/personal_data.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.personal.v1.PersonalDataService": "Reads what a service holds about a person. Every service implements this service for its own tables.",
    "banyan.personal.v1.PersonalDataService.ReadPersonalData": "Reads what this service holds about the calling person, a page at a time, table by table: the rows that are theirs, and where rows of others name them. What is kept of a password or a link is a hash, and left out. Returns PERMISSION_DENIED unless the caller is the person.",
    "banyan.personal.v1.PersonalRecord": "A row that is a person's, or that names them.",
    "banyan.personal.v1.PersonalRecord.fields": "The row as a JSON object, with the names that its fields have in the contract. Of a row that only names the person it has the keys, the organization, and the times.",
    "banyan.personal.v1.PersonalRecord.named_as": "The field by which a row of somebody else names the person, such as `decider_id`. Empty if the row is the person's own.",
    "banyan.personal.v1.PersonalRecord.table": "The table, such as `membership`.",
    "banyan.personal.v1.ReadPersonalDataRequest": "Request message for ReadPersonalData.",
    "banyan.personal.v1.ReadPersonalDataRequest.page_token": "A `next_page_token` from an earlier response of the same service. Every other field must have the same value as in that request.",
    "banyan.personal.v1.ReadPersonalDataRequest.person_id": "The person.",
    "banyan.personal.v1.ReadPersonalDataResponse": "Response message for ReadPersonalData.",
    "banyan.personal.v1.ReadPersonalDataResponse.next_page_token": "The token of the next page. Empty on the last page.",
    "banyan.personal.v1.ReadPersonalDataResponse.personal_records": "The records on this page. Those of a table follow each other.",
}
