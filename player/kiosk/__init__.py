"""One station of a kiosk: who comes, what is kept of them, what is shared with the hall, what the operator sees."""
