"""The designs of a certificate: the same words, each time another page."""
