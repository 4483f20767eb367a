"""Files of what people and apps can read: rosters, for spreadsheets, imports, programs and address books."""
