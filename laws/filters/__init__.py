"""Filter sets of laws, provisions and recommendations."""
