"""Lindhamra, a town that does not exist: its organisation, its centre and the outline of the area.

One geometry, in metres east and north of the middle of the square, gives both the map and the GeoJSON outline, so that
they cannot disagree. It is placed in the middle of a lake, where no real town can be meant.
"""

from __future__ import annotations

import json
import math

TOWN = "Lindhamra"
APPLICANT = "Lindhamra Centrum ekonomisk förening"
ADDRESS = "Torget 1, 123 45 Lindhamra"
ORGANISATION_NUMBER = "802400-1235"
AREA = "Lindhamra centrum"

Point = tuple[float, float]
"""Metres east and north of the middle of the square."""

OUTLINE: tuple[Point, ...] = ((-270, 205), (-285, -135), (-115, -195), (165, -205), (290, -140), (255, 190))
"""The boundary of the area, counter-clockwise, not closed."""

_MIDDLE = (14.5, 58.3)
"""Longitude and latitude of the middle of the square, in degrees of WGS 84."""
_METRES_PER_DEGREE = 111_320.0


def hectares() -> int:
    """The size of the area, to the nearest hectare."""
    following = (*OUTLINE[1:], OUTLINE[0])
    twice = sum(x * v - u * y for (x, y), (u, v) in zip(OUTLINE, following, strict=True))
    return round(twice / 2 / 10_000)


def outline() -> bytes:
    """The area as a GeoJSON feature (RFC 7946: longitude before latitude, outer ring counter-clockwise and closed)."""
    ring = [_degrees(point) for point in (*OUTLINE, OUTLINE[0])]
    feature = {
        "type": "Feature",
        "properties": {"name": AREA, "hectares": hectares()},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps(feature, ensure_ascii=False, indent=1).encode() + b"\n"


def _degrees(point: Point) -> list[float]:
    east, north = point
    longitude, latitude = _MIDDLE
    across = _METRES_PER_DEGREE * math.cos(math.radians(latitude))
    return [round(longitude + east / across, 6), round(latitude + north / _METRES_PER_DEGREE, 6)]
