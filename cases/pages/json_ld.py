"""JSON-LD of the whole data set (schema.org Dataset)."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _


def describe_dataset(record, absolute: Callable[[str], str]) -> dict:
    """schema.org Dataset of a `DataPage`; `absolute` makes an address absolute."""
    return {
        "@type": "Dataset",
        "name": _("Cambodia's laws in use"),
        "description": _(
            "Which articles of Cambodian law are used against whom, when, with what outcome, and "
            "who asked for those articles to change. Every fact carries its source."
        ),
        "url": absolute(record.address),
        "version": record.version,
        "dateModified": record.date.isoformat() if record.date else None,
        "license": settings.DATA_LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": ["en", "km"],
        "spatialCoverage": {"@type": "Country", "name": _("Cambodia")},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{data_list.label} ({file.label})",
                "encodingFormat": file.media_type,
                "contentUrl": absolute(file.address),
            }
            for data_list in record.lists
            for file in data_list.download_files
        ],
    }
