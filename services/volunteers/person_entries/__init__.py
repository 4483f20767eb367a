"""People whom organizations have entered by hand, as the organizations service announced them."""
