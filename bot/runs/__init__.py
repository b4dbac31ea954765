"""Ingestion as durable runs: kept before they are promised, shown by any process, gone on with."""
