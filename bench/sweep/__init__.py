"""The sweep measured on real engines: a million open clocks of fifty tenants."""
