"""``/docs``: the API's routes on one page of our own, since Swagger UI would come from a CDN."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from bot.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> Response:
    schema: dict[str, Any] = request.app.openapi()
    routes = [
        {
            "method": method.upper(),
            "path": path,
            "text": operation["description"],
            "query": [parameter["name"] for parameter in operation.get("parameters", ())],
            "body": _body_fields(schema, operation),
        }
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    return render(request, "docs.html", routes=routes)


def _body_fields(schema: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {})
    described = content.get("application/json", {}).get("schema", {})
    models = schema.get("components", {}).get("schemas", {})
    model = models.get(described.get("$ref", "").rsplit("/", 1)[-1], described)
    return list(model.get("properties", {}))
