"""The domain: papers, concepts, their graph, and why two papers are alike. Knows no spaCy and no HTTP."""
