"""How `technologies_of_cso.tsv` was chosen from the Computer Science Ontology."""
