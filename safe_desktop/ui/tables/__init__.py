"""Tables over lists of any length, and the page that holds one."""
