"""JSON API of laws, provisions and recommendations."""
