"""Areas: where people live, from districts to buildings."""
