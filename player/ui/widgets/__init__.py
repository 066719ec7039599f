"""The widgets of Carrel's own, on which all screens stand; each takes plain values and the theme."""
