"""How everything looks: colours, fonts, icons, formats, painting."""
