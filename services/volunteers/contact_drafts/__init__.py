"""Contact details of lists of people, kept until the import of the list is executed."""
