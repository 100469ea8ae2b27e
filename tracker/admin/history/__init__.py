"""Edit history of a record in the admin."""
