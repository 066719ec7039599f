"""How anybody can check it: event bytes, hash chain, signatures, signed manifests. No Qt and no database."""
