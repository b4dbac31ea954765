"""To answer, to ask back, or to hand over: from evidence."""
