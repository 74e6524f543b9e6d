"""What is seen: the only Qt, the only threads. Screens ask the engine for rows and hand it decisions.

In the hall stands `application` (how it starts and ends). Then the rooms: `shell` (the window around the pages, with
`work`, the one door for background jobs, and `problems`, the one door for errors), `look` (colours, type, icons),
`parts` and `tables` (what pages are made of), and a room for each page or kind of page: `overview`, `records`,
`bringing_in`, `sending`, `deciding`, `activity`, `settings`.
"""
