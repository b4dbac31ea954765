"""How long what was found in the background is good for where finding it takes long.

With very many tickets something happens every second: what is found anew after each event would
keep a processor busy that requests wait for.
"""

from __future__ import annotations

#: Seconds of a processor that are not worth a rest.
_LITTLE = 0.2
#: So many times as long as the work took, so that it never takes more than a tenth of a processor.
_TIMES = 10
_LONGEST = 60.0


def rest_after(worked: float) -> float:
    """Seconds to rest after so many seconds of a processor."""
    return min(_TIMES * worked, _LONGEST) if worked >= _LITTLE else 0.0
