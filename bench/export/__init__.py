"""Files of many rows: how long they take, and that memory does not grow with them."""
