"""How `technologies-cso.tsv` was chosen from the Computer Science Ontology."""
