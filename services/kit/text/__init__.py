"""Text as people write it: tables in files, and names in any script."""
