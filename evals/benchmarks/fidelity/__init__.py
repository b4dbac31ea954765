"""How much of a document's structure each reader recovers: sources, conversions and scores."""
