"""Open Badges 3.0: a claim as a credential that wallets take in, alone or within a picture."""
