"""The courses on this computer, as files: where they lie, how much room they take, and what can be done with them."""
