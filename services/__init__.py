"""The services of Banyan, their catalogue, and the mechanics that they share (`services.kit`)."""
