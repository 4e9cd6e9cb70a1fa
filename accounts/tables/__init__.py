"""Tables as files: typed columns, rows one by one, and the writers of each kind of file over them."""

from accounts.tables.csv_file import write_csv
from accounts.tables.table import Cell, Column, Kind, Table

__all__ = ["Cell", "Column", "Kind", "Table", "write_csv"]
