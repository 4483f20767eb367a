"""The three services of Banyan and the mechanics that they share (`services.kit`)."""
