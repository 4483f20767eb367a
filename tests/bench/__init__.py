"""What Banyan costs beside the bare thing, as ratios measured in one run: `make bench`."""
