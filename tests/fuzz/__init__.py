"""Questions to the API that no partner would ask, made from its OpenAPI document."""
