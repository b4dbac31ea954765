"""Search side by side with its peers: the same chunks, tokens, vectors and questions for each.

``python -m evals.benchmarks.peers --corpus FOLDER`` runs each in a process of its own. A peer that
needs packages of its own runs in the Python that ``--python NAME=PATH`` gives.
"""
