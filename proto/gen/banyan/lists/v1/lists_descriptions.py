"""The comments of banyan/lists/v1/lists.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.lists.v1.SortDirection": "The direction in which a list is sorted.",
    "banyan.lists.v1.SortDirection.SORT_DIRECTION_ASCENDING": "From the smallest to the largest: the earliest first, names from A to Z.",
    "banyan.lists.v1.SortDirection.SORT_DIRECTION_DESCENDING": "From the largest to the smallest: the latest first, names from Z to A.",
    "banyan.lists.v1.SortDirection.SORT_DIRECTION_UNSPECIFIED": "The default of the list.",
}
