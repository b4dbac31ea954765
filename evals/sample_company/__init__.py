"""The sample company's documents (株式会社ミナトワークス): text sources, builder and checks."""
