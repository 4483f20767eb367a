"""Bookings of venues, of which events keeps everything else."""
