# litgraph serving the explorer and its API on port 8000; docker-compose.yml puts a Neo4j beside it.
FROM python:3.11-slim

RUN useradd --create-home litgraph && install -d -o litgraph /data
WORKDIR /app

# what it needs first, so that a change of our code does not fetch it again
COPY requirements/app.txt requirements/node.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/app.txt

COPY pyproject.toml README.md hatch_build.py ./
COPY graph graph
COPY nlp nlp
COPY api api
# GraphiQL comes from npm, by a Node that is gone again when it is here
RUN pip install --no-cache-dir --require-hashes --target /tmp/node -r requirements/node.txt \
 && PYTHONPATH=/tmp/node pip install --no-cache-dir --no-deps --no-build-isolation . \
 && rm -rf /tmp/node

USER litgraph
WORKDIR /data
ENV LITGRAPH_STORE=/data/litgraph.db LITGRAPH_INDEX=/data/index
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["litgraph"]
CMD ["serve", "--host", "0.0.0.0"]
