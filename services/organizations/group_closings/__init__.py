"""Closings: how groups ended well, and the record that stays of them."""
