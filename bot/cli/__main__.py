"""``python -m bot.cli`` is ``zeroji``."""

from bot.cli import main

main()
