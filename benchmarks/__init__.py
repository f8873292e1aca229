"""Programs that print figures with the machine and versions they were measured on; the docs quote them."""
