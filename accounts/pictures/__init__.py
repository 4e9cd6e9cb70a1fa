"""Pictures of time as geometry for inline SVG. Templates only draw them."""

from accounts.pictures.day_rules import DayRule, Tick, day_rule
from accounts.pictures.strips import Strip, strip
from accounts.pictures.wall_clock import Span

__all__ = ["DayRule", "Span", "Strip", "Tick", "day_rule", "strip"]
