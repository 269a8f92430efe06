"""The description of the API and a page to read it, from this machine alone."""

from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from api.routing import ApiRoute
from serving.auth import PUBLIC_ACCESS

router = APIRouter(route_class=ApiRoute, include_in_schema=False)

_SWAGGER = "swagger-ui-5.35.0"
_ASSETS = {
    "swagger-ui.css": (f"{_SWAGGER}/swagger-ui.css", "text/css"),
    "swagger-ui-bundle.js": (f"{_SWAGGER}/swagger-ui-bundle.js", "text/javascript"),
    "docs.js": ("docs.js", "text/javascript"),
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="description"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/docs.js"></script>
</body>
</html>
"""
# The page's own pictures are written into its style sheet as data.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@router.get("/api/v1/openapi.json", dependencies=[PUBLIC_ACCESS])
def read_description(request: Request) -> JSONResponse:
    """The description, as OpenAPI has it."""
    described: dict[str, Any] = request.app.openapi()
    return JSONResponse(described)


@router.get("/docs", dependencies=[PUBLIC_ACCESS])
def read_docs_page() -> HTMLResponse:
    """The page that reads it."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})


@router.get("/docs/{name}", dependencies=[PUBLIC_ACCESS])
def read_docs_asset(name: str) -> Response:
    """What the page is made of."""
    if name not in _ASSETS:
        raise HTTPException(404)
    place, media_type = _ASSETS[name]
    content = files("api").joinpath("static").joinpath(place).read_bytes()
    return Response(content, media_type=media_type, headers={"Cache-Control": "public, max-age=86400"})
