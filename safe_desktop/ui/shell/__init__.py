"""The window around the pages: doors for work and problems, navigation, heartbeat, tray."""
