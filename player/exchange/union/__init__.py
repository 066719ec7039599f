"""The hub of a hall: what stations say to it over the local network, and the file that goes the same way by a stick."""
