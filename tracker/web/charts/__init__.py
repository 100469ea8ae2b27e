"""SVG chart types drawn on the server: geometry and text, independent of what is counted.

Each type is a dataclass of numbers and labels with its own template under
`templates/tracker/charts/`. Drawings are narrow, so that their text is readable on a phone; colours
are CSS custom properties of the site, and every number is printed beside its mark.
"""
