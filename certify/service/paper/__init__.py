"""A certificate on paper: one A4 page as PDF or PNG, made of what was signed and nothing else."""
