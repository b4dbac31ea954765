"""Staff in Slack: the queue's cards, what is done with them, held answers, reminders."""
