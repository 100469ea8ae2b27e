"""English: 5 November 2020."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
