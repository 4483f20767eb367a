"""Resources that the community of the access tables has one of: a module each, with `RESOURCE`."""
