"""A simulated quarter: employees ask, staff reply, manuals change, and the same is asked again.

A dataset is a folder with

- ``needs*.jsonl``: one need a line. ``id``; ``topic``; ``known``: whether the manuals answer it
  at the start; ``gold`` of a known one: ``{"file", "heading", "quote"}``; ``facts`` that every
  right answer states, each in its spellings separated by ``|`` as in :mod:`evals.cases`;
  ``reply``: what staff say to a need that is not known (for a known one they say the quote);
  ``place``: ``{"file", "heading"}``, where staff propose it, with heading null for a new FAQ
  entry; ``wordings``: five or more ways in which an employee asks it.
- optionally ``stream.jsonl``: ``{"at": day from 0, "asker", "need", "wording"}``, who asks what
  when, with the wording itself. Without it, questions are drawn (:mod:`evals.loop.stream`).
- optionally ``company/``: manuals that are ingested beside those of ``--manuals``.

The engine, the desk, the proposals, the gate and ingestion are those of the product, in a
temporary home; only the clock and the people are simulated. Nothing in the product sees which
need a question is of.
"""
