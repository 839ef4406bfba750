"""The way to the server: one driver for all threads, reads that are tried again, writes one after another."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, LiteralString, cast

from neo4j import GraphDatabase, NotificationMinimumSeverity, Query, RoutingControl

from graph.stores.neo4j.errors import lost_meta, translated, unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from neo4j import Driver, Record

    type_Run = Callable[..., list[Record]]
