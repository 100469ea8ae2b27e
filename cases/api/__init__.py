"""JSON API of this app, the usage matrix and the codebook."""
