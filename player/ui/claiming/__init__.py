"""The parts of a claim: who I am, an amount that the evidence supports, my word; for claims and corrections."""
