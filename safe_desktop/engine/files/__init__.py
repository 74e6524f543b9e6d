"""Files in and out: reading CSV and Excel, guessing columns, importing, exporting."""
