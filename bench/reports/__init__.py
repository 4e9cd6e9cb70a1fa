"""The dashboards' figures at the largest tenant of bench.desk: kept by month, and counted from the rows."""
