"""What charts call their series."""

from services.kit.language import phrase

# In the order in which they are shown.
MEASURES = {
    "GROUPS": phrase("Groups"),
    "READY": phrase("Ready for the next stage"),
    "STUCK": phrase("Longer at their stage than expected"),
    "FADING": phrase("Fading"),
    "ON_HOLD": phrase("On hold"),
    "MEMBERS": phrase("Members"),
    "PROPOSED": phrase("Proposals made"),
    "ACCEPTED": phrase("Proposals accepted"),
    "ENROLLED": phrase("Groups enrolled"),
    "ADVANCED": phrase("Groups that advanced for the first time"),
    "GRADUATED": phrase("Groups that graduated"),
    "COMPLETED": phrase("Groups that were completed"),
    "LEFT": phrase("Groups that left"),
    "DAYS_TO_ACCEPT": phrase("Days until a proposal was accepted"),
    "DAYS_TO_ADVANCE": phrase("Days until a group advanced"),
    "DAYS_TO_GRADUATE": phrase("Days until a group graduated"),
    "SURVIVED_6_MONTHS": phrase("Came through 6 months, percent"),
    "SURVIVED_12_MONTHS": phrase("Came through 12 months, percent"),
    "SURVIVED_24_MONTHS": phrase("Came through 24 months, percent"),
    "SUPPORTED": phrase("Support delivered"),
    "GROUPS_WITH_HALF": phrase("Groups that got half of the support"),
}
KINDS = {
    "RESIDENTS_COMMITTEE": phrase("Residents' committees"),
    "RESIDENTS_CONGRESS": phrase("Residents' congresses"),
    "OWNERS_COMMITTEE": phrase("Owners' committees"),
    "SERVICE_STATION": phrase("Service stations"),
    "SOCIAL_ORGANIZATION": phrase("Social organizations"),
    "VOLUNTEER_GROUP": phrase("Volunteer groups"),
    "INTEREST_GROUP": phrase("Interest groups"),
    "MUTUAL_AID_GROUP": phrase("Mutual-aid groups"),
    "ENTERPRISE": phrase("Enterprises"),
    "PROPERTY_MANAGER": phrase("Property managers"),
    "AGENCY": phrase("Agencies"),
    "HEALTH_STATION": phrase("Health stations"),
    "COOPERATIVE": phrase("Cooperatives"),
}
