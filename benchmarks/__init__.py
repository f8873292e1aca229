"""Programs that print measured figures with the machine and the versions they were measured on. Figures in the docs
come from here.
"""
