"""What the contract says: its descriptors, comments and global ids."""
