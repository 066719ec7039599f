"""Says before a report leaves what its receiver would refuse, why, and where to mend it."""
