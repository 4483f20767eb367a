"""Container images: an image for each deployable, built by whichever tool is there."""
