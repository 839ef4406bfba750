"""Commands are run as those of tests/commands are."""

from tests.commands.conftest import litgraph as litgraph
