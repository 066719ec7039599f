"""The claim: who I am, what the evidence supports for me, and my word that I took part accordingly."""
