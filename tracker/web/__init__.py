"""What public pages share: list views, charts, HTTP cache, rate limits, feeds, JSON-LD."""
