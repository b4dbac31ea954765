"""The staff's side: tickets, replies, notifications, proposals."""
