"""Imports every module of litgraph but those of extras that the image does without.

When the image is built, Python writes bytecode of what is imported, and of nothing else; and what is missing is missed.
"""

import importlib
import pkgutil

WITHOUT = ("nlp.cluster", "nlp.semantic", "nlp.lexicon.cso")
"""What needs more than the image has: extras, and a script."""

for floor in ("graph", "nlp", "api"):
    package = importlib.import_module(floor)
    for module in pkgutil.walk_packages(package.__path__, f"{floor}."):
        if not module.name.startswith(WITHOUT):
            importlib.import_module(module.name)
