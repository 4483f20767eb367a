"""Organizations: what people form, who belongs to it and in which role, and passports."""
