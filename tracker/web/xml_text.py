"""Text for XML: feeds, SVG, XLSX."""

import re

# Characters that XML 1.0 cannot hold, not even escaped; and DEL, which it discourages.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def strip_non_xml(text, replacement: str = "") -> str:
    return NOT_IN_XML.sub(replacement, str(text))
