"""What groups that are cultivated and those who help them have agreed on for a stage."""
