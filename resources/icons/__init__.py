"""The icons: drawings (SVG) that follow the palette."""
