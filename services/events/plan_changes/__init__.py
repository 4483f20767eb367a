"""Changes of schedule plans by hand: repair when somebody drops out, live checking, and two plans compared."""
