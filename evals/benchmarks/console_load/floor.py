"""The floor: a bare FastAPI and Jinja page with the first 50 tickets of the same database.

``python -m evals.benchmarks.console_load.floor DATABASE PORT``. Nobody signs in, nothing is counted
or filtered, and the page is a table and nothing else.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

_QUERY = """
select id, question, reason, status, owner, topic, opened_at, due_at from tickets
where status = 'open' and private = 0 order by due_at, id limit 50
"""
_PAGE = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>受付一覧</title></head><body>
<table>
  <thead><tr>{% for name in names %}<th>{{ name }}</th>{% endfor %}</tr></thead>
  <tbody>
    {% for row in rows %}
    <tr>
      <td>{{ row[0] }}</td>
      <td><a href="/console/tickets/{{ row[0] }}">{{ row[1] | truncate(90) }}</a></td>
      {% for cell in row[2:] %}<td>{{ cell or "–" }}</td>
      {% endfor %}
    </tr>
    {% endfor %}
  </tbody>
</table>
</body></html>
"""


def create_app(database: str) -> FastAPI:
    app = FastAPI()
    page = Environment(autoescape=True).from_string(_PAGE)

    @app.get("/")
    def table() -> HTMLResponse:
        with closing(sqlite3.connect(database)) as tx:
            found = tx.execute(_QUERY)
            names = [column[0] for column in found.description]
            return HTMLResponse(page.render(names=names, rows=found.fetchall()))

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(sys.argv[1]), port=int(sys.argv[2]), log_level="warning")
