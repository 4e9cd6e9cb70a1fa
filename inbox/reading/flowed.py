"""Lines that a mail program broke (RFC 3676)."""


def unflowed(text: str, *, without_space: bool = False) -> str:
    """Join the lines of `format=flowed` text: one that ends in a space goes on in the next one of the same quoting."""
    out: list[str] = []
    depth_before = -1
    for raw in text.split("\n"):
        rest = raw.lstrip(">")
        depth = len(raw) - len(rest)
        rest = rest.removeprefix(" ")
        goes_on = bool(out) and depth == depth_before and out[-1].endswith(" ") and out[-1].lstrip("> ") != "-- "
        if goes_on and rest != "-- ":
            out[-1] = (out[-1][:-1] if without_space else out[-1]) + rest
        else:
            out.append(f"{'>' * depth} {rest}" if depth else rest)
        depth_before = depth if rest != "-- " else -1
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in out)
