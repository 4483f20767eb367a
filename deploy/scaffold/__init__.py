"""The scaffold: writes the files of a new resource or a new service. Nothing of the product imports it."""
