"""An eval run as one self-contained HTML page, for people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.comparison import Comparison
from evals.judging import Judged
from evals.plots import HEIGHT, WIDTH, coverage_plot, latency_plot, reliability_plot
from evals.run import EvalRun
from evals.summary import DEPTHS

_TEMPLATES = Path(__file__).with_name("templates")


def page(run: EvalRun, comparison: Comparison | None, judged: Judged | None = None) -> str:
    """One page without scripts or references to elsewhere."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        run=run,
        comparison=comparison,
        judged=judged,
        plots=[
            reliability_plot(run.reliability),
            coverage_plot(run.coverage, now=run.operating),
            latency_plot(run.milliseconds),
        ],
        width=WIDTH,
        height=HEIGHT,
        depths=DEPTHS,
        kinds=list(dict.fromkeys(result.case.kind for result in run.failures)),
        made_at=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
    )
