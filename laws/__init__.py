"""Laws, provisions and their versions, penalties, recommendations."""
