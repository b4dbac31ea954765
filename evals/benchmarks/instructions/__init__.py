"""What becomes of instructions that somebody planted in documents, questions and replies."""
