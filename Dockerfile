# litgraph serving the explorer and its API on port 8000; docker-compose.yml puts a Neo4j beside it.
FROM python:3.11.14-bookworm AS builder

WORKDIR /build
RUN python -m venv /opt/litgraph
ENV PATH=/opt/litgraph/bin:$PATH

# what it needs first, so that a change of our code does not fetch it again
COPY requirements/mcp.txt requirements/node.txt requirements/
RUN pip install --no-cache-dir --no-compile --require-hashes -r requirements/mcp.txt

COPY pyproject.toml README.md hatch_build.py ./
COPY graph graph
COPY nlp nlp
COPY api api
# GraphiQL comes from npm, by a Node that stays behind here
RUN pip install --no-cache-dir --require-hashes --target /tmp/node -r requirements/node.txt \
 && PYTHONPATH=/tmp/node pip install --no-cache-dir --no-compile --no-deps --no-build-isolation .

# what is used leaves its bytecode here: at run time nothing is written
COPY deploy/slim.sh deploy/touch.py deploy/
RUN deploy/slim.sh /opt/litgraph/lib/python3.11/site-packages \
 && python deploy/touch.py && cd /tmp && litgraph demo --no-serve


FROM python:3.11.14-slim-bookworm

RUN useradd --uid 1000 --create-home litgraph && install -d -o litgraph -g litgraph /data
COPY --from=builder /opt/litgraph /opt/litgraph

USER 1000:1000
WORKDIR /data
# everything that is written goes to /data, but for what is gone with the process: /tmp
ENV PATH=/opt/litgraph/bin:$PATH PYTHONDONTWRITEBYTECODE=1 XDG_DATA_HOME=/data XDG_CACHE_HOME=/data/cache \
    LITGRAPH_STORE=/data/litgraph.db LITGRAPH_INDEX=/data/index
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["litgraph"]
CMD ["serve", "--host", "0.0.0.0", "--wait", "60"]
