"""Technologies no list knows: as in test_rules.py, exactly the bracketed names are found."""

# ruff: noqa: E501 - a case is a line
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.nlp.brackets import cases, told

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

# listed products with whatever version stands behind them
VERSIONS = """
we run [Llama-3-8B-Instruct|technology:llama] and [Llama 3.1|technology:llama]; llama-3 lambs and 3.1 llamas
[GPT-4|technology:gpt-4] and [GPT-4o-mini|technology:gpt-4] answer
[Mistral-7B-Instruct-v0.2|technology:mistral], [DeepSeek-R1|technology:deepseek], [Claude 3.5|technology:claude] and [Gemini 1.5|technology:gemini]
[Gemma-2-9B|technology:gemma], [Phi-3-mini|technology:microsoft-phi], [Mixtral-8x7B|technology:mistral], [Qwen2.5-VL-7B|technology:qwen]
[BERT-large|technology:bert] and [BERT-base|technology:bert]
[ResNet50|technology:resnet], [YOLOv8|technology:yolo] and [YOLOv26|technology:yolo], [MobileNetV2|technology:mobilenet] and [EfficientNet-B0|technology:efficientnet]
[Stable Diffusion 2.1|technology:stable-diffusion] paints, [Whisper-large-v3|technology:whisper] hears
[Python 3.11|technology:python] on [Android 4.4|technology:android] phones, [Linux 5.10|technology:linux], [SQLite 3.39|technology:sqlite]
[Python|technology:python] 3.5% faster
"""

# long forms that are given a short one, and end like a thing one uses
DEFINED = """
[cable-driven parallel robots|technology:cable-driven-parallel-robot] ([CDPRs|technology:cable-driven-parallel-robot]) lift; [CDPRs|technology:cable-driven-parallel-robot] are light
[earth orbit sensors|technology:earth-orbit-sensor] ([EOSs|technology:earth-orbit-sensor]) cost much
[compound parabolic telescopes|technology:compound-parabolic-telescope] ([CPTs|technology:compound-parabolic-telescope]) gather light
it holds a [liquid-cooled plasma reactor|technology:liquid-cooled-plasma-reactor] ([LPR|technology:liquid-cooled-plasma-reactor]); an [LPR|technology:liquid-cooled-plasma-reactor] is hot
the mean squared error (MSE) and the area under the curve (AUC)
"""

# names beside a word for what they are
NAMED = """
with the [Tulip|technology:tulip] toolkit and the [Brambleware|technology:brambleware] software
the [NetLogo|technology:netlogo] simulator
an app called [Fernhill|technology:fernhill] helps; [Fernhill|technology:fernhill] is free
[FernHill|technology:fernhill] software is old
Fernhill software is old
Our platform, this app, A software, The simulator
on platforms such as [Fernhill|technology:fernhill] and [Mosswood|technology:mosswood]
"""

# what a text says it invents is a method
INVENTED = """
We propose a lightweight tracking system (LTS); the LTS is fast
a novel adaptive parsing system (APS), and APS wins
we call this Gradient Weaving (GW); GW converges
we propose SkyNav, a method for pilots
our method is called TreeWalker and beats RockClimber
We introduce PaperMill, an algorithm, and MillBench, a benchmark
the Fischbach estimator and the Newton step
"""


@pytest.mark.parametrize("line", cases(VERSIONS, DEFINED, NAMED, INVENTED))
def test_technologies_are_told_by_what_stands_beside_them(pipeline: Pipeline, line: str) -> None:
    assert told(pipeline, line) == line
