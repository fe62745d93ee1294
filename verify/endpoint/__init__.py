"""The QR endpoint: `GET /v/{number}` as a page and as JSON, `POST /v`, the form, and the page that scans codes.

Litestar handlers over a `Source` that is handed in (`routes`), answered by a `desk`. No cookies, nothing kept, and no
script needed. `alone` serves it by itself, against other hosts.
"""

from verify.endpoint.answers import PLAIN_HEADERS, SECURITY, plain_answer
from verify.endpoint.routes import create_app, create_router
from verify.pages.shapes import HolderWords, Link, SchemeTexts, Site

__all__ = [
    "PLAIN_HEADERS",
    "SECURITY",
    "HolderWords",
    "Link",
    "SchemeTexts",
    "Site",
    "create_app",
    "create_router",
    "plain_answer",
]
