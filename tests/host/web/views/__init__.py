"""Tests of rill.host.web.views."""
