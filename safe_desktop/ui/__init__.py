"""What is seen: the only Qt, the only threads. Screens ask the engine for rows and hand it decisions.

Read in this order: `application` (how it starts and ends), `main_window` (the shell), `page` (what every page offers),
`record_table` (how every table works), `work` (the one door for background jobs), `problems` (the one door for errors),
`theme` and `style_sheet` (the look), then the pages.
"""
