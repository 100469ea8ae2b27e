"""Lists as streamed CSV, NDJSON and XLSX.

Each `ExportTable` lists its columns explicitly (`records.py` here, `tables/exports` in laws and
cases); its rows are the filtered queryset of the list page. Rows are read as the public role, so
a file cannot contain what the public may not see.
"""
