"""The security headers that every response carries, errors included."""

from litestar.types import Message, Scope

CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line reads best
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")

_ENCODED = [
    *((name.lower().encode(), value.encode()) for name, value in HEADERS.items()),
    (b"cache-control", b"private, no-store"),
]


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Set the headers on a response that is about to start (a ``before_send`` hook)."""
    if message["type"] != "http.response.start":
        return
    given = list(message["headers"])
    named = {name.lower() for name, _ in given}
    ours = [*_ENCODED, STRICT_TRANSPORT] if scope.get("scheme") == "https" else _ENCODED
    message["headers"] = given + [header for header in ours if header[0] not in named]
