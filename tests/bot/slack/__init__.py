"""Tests of Slack share one server: a package, so that it stops after the last of them."""
