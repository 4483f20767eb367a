"""Takes images that are uploaded, and shows them."""
