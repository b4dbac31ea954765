"""Web chat, console and HTTP API: thin pages over the answering engine and the desk."""
