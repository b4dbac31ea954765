"""Errors become answers: a page for a browser, a line for htmx, JSON for a program."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from bot.oidc import ProviderUnavailable
from bot.web.pages import render, texts
from bot.web.security import HEADERS
from bot.web.visitors import visitor_of
from knowledge.errors import (
    Conflict,
    HomeUnavailable,
    InvalidInput,
    ModelUnavailable,
    NotAllowed,
    NotFound,
    ZerojiError,
)

STATUS: dict[type[ZerojiError], int] = {
    InvalidInput: 422,
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    HomeUnavailable: 503,
    ModelUnavailable: 503,
    ProviderUnavailable: 503,
}


class NotSignedIn(NotAllowed):
    """Only for people who are signed in."""


def install(app: FastAPI) -> None:
    app.add_exception_handler(ZerojiError, _zeroji_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    # A NUL and numbers too large for Postgres, numbers too large for SQLite.
    app.add_exception_handler(DataError, _not_storable)
    app.add_exception_handler(OverflowError, _not_storable)
    app.add_exception_handler(Exception, _unexpected)


def _zeroji_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZerojiError)
    if isinstance(error, NotSignedIn):
        return _not_signed_in(request, str(error))
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    return _answer(request, status, error.text(visitor_of(request).language))


def _not_signed_in(request: Request, text: str) -> Response:
    if is_api(request):
        return _answer(request, 401, text, {"WWW-Authenticate": "Bearer"})
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse("/sign-in", status_code=303)


def _invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    names = [".".join(map(str, e["loc"][1:])) for e in error.errors()]
    if is_api(request):
        problems = [f"{name}: {e['msg']}" for name, e in zip(names, error.errors(), strict=True)]
        return _answer(request, 422, "; ".join(problems))
    return _answer(request, 422, texts(request)("error.not_understood", fields=", ".join(names)))


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: "error.not_found", 405: "error.method", 413: "error.too_large"}
    key = known.get(error.status_code)
    text = texts(request)(key) if key else str(error.detail)
    return _answer(request, error.status_code, text, error.headers)


def _not_storable(request: Request, _error: Exception) -> Response:
    return _answer(request, 422, texts(request)("error.not_storable"))


def _unexpected(request: Request, _error: Exception) -> Response:
    # The server logs it: Starlette raises the error again after this answer is sent. It leaves
    # outside of our middleware, so the headers are put on here.
    answer = _answer(request, 500, texts(request)("error.unexpected"))
    answer.headers.update(HEADERS)
    return answer


def _answer(
    request: Request, status: int, text: str, headers: Mapping[str, str] | None = None
) -> Response:
    if is_api(request):
        return JSONResponse({"error": text}, status, headers)
    if "HX-Request" in request.headers:
        show = {"HX-Retarget": "#alert", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"}
        return render(request, "_alert.html", status, {**show, **(headers or {})}, text=text)
    phrase = HTTPStatus(status).phrase
    return render(request, "error.html", status, headers, text=text, phrase=phrase)


def is_api(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/internal/", "/health", "/metrics"))
