"""Public pages of laws, provisions and recommendations."""
