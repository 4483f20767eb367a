"""People whom organizations enter by hand: members without an account, who can claim their record later."""
