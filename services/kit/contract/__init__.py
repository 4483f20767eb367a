"""What the contract declares: methods, field rules, values and personal data."""
