"""OpenAPI 3.1 document, its examples, and the reference page made from it."""
