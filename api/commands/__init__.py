"""One module a subcommand; each defines `command`."""
