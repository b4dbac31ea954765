"""From a file to a published revision: read → sections → chunks → publish."""
