"""A picture of papers and concepts: an SVG that is drawn on the server, and reads as links without any script."""

from api.web.picture.draw import draw, sign
from api.web.picture.model import Dot, Layout, Line, Words

__all__ = ["Dot", "Layout", "Line", "Words", "draw", "sign"]
