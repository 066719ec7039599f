"""Times of a recording as people write them."""


def clock_text(milliseconds: int) -> str:
    """`3:20`, `1:02:03`; parts of a second are dropped, a negative time counts as none."""
    seconds = max(0, milliseconds) // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes}:{seconds % 60:02}"
