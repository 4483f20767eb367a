"""Kinds of qualifications: the catalogue of what people can be qualified for."""
