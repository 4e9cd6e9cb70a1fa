"""Reads of surveys."""

from surveys.selectors.months import ROLLING, MonthFigures, monthly_nps, rolling_12

__all__ = ["ROLLING", "MonthFigures", "monthly_nps", "rolling_12"]
