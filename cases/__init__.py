"""Cases, people, charges and events; and the pages and statistics that need every app."""
