"""Second looks: what a group can ask for if it does not agree with a decision."""
