"""What the public may see: public role, projection, publication workflow, protected names."""
