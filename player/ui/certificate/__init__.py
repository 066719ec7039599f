"""The certificate: the document itself, in words as well, to save, print, verify and send."""
