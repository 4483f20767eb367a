"""The comments of banyan/organizations/v1/support_kind.proto, by full name. Generated: do not edit."""

DESCRIPTIONS: dict[str, str] = {
    "banyan.organizations.v1.GroupSupportKind": "The kinds of support.",
    "banyan.organizations.v1.GroupSupportKind.GROUP_SUPPORT_KIND_ADVICE": "Advice.",
    "banyan.organizations.v1.GroupSupportKind.GROUP_SUPPORT_KIND_EQUIPMENT": "Equipment that is lent.",
    "banyan.organizations.v1.GroupSupportKind.GROUP_SUPPORT_KIND_INTRODUCTION": "An introduction to somebody who helps.",
    "banyan.organizations.v1.GroupSupportKind.GROUP_SUPPORT_KIND_MONEY": "Money.",
    "banyan.organizations.v1.GroupSupportKind.GROUP_SUPPORT_KIND_SPACE": "Space, such as a room.",
    "banyan.organizations.v1.GroupSupportKind.GROUP_SUPPORT_KIND_TRAINING": "Training.",
    "banyan.organizations.v1.GroupSupportKind.GROUP_SUPPORT_KIND_UNSPECIFIED": "Not set.",
}
