// htmx notes the address of the page for a history we do not use. It may hold what was searched for.
sessionStorage.removeItem("htmx-current-path-for-history");
