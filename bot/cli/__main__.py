"""python -m bot.cli: the huashu command, where no script is installed."""

from bot.cli.main import main

main()
