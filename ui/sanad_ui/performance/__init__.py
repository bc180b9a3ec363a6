"""The operator's own page: what he did today and in the weeks before, beside nobody else."""
