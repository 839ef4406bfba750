"""Answers a planned query, level by level: what many values lead to is read in one go."""

from __future__ import annotations

from itertools import compress, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from api.execution.nodes import Handle, load
from api.execution.plan import UnplannedError
from graph.deadline import check, checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.execution.ask import Ask
    from api.execution.plan import Selected, Step

    Answer = dict[str, Any]

_SURE: Final = attrgetter("sure")


class _Waiting(NamedTuple):
    """Handles that are to be loaded, and the places (holder, key) that their answers belong in."""

    selected: Selected
    handles: Sequence[Handle]
    places: Sequence[tuple[Any, Any]]


class PlannedRun:
    """One answer to a planned query. Whatever goes wrong is left to the library's own executor: UnplannedError."""

    def __init__(self, ask: Ask, variables: Any) -> None:
        self._ask = ask
        self._variables = variables
        self._waiting: list[_Waiting] = []

    def data(self, plan: Step) -> Answer:
        """The data of the whole query."""
        answer = dict.fromkeys(plan.keys)
        self._tell(plan, [None], [answer])
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            check()
            load(self._ask, [(each.handles, step.needs) for each in waiting for step in each.selected.steps.values()])
            for each in waiting:
                self._arrived(each)
        return answer

    def _arrived(self, waiting: _Waiting) -> None:
        """Tells what was waited for."""
        told: dict[str, tuple[list[Any], list[Answer]]] = {}
        steps = waiting.selected.steps
        for handle, (holder, place) in zip(waiting.handles, waiting.places, strict=True):
            value = handle.value
            if value is None:
                if not waiting.selected.field.nullable:
                    raise UnplannedError("a node is gone")
                holder[place] = None
                continue
            step = steps[handle.typename]
            if step.whole:
                holder[place] = step.whole(value)
                continue
            if holder[place] is None:
                holder[place] = dict.fromkeys(step.keys)
            values, answers = told.setdefault(handle.typename, ([], []))
            values.append(value)
            answers.append(holder[place])
        for typename, (values, answers) in told.items():
            step = steps[typename]
            early = waiting.handles[0].sure
            self._attributes(step, values, answers)
            for each in step.late if early else (*step.early, *step.late):
                self._field(each, values, answers)

    def _tell(self, step: Step, values: Sequence[Any], answers: Sequence[Answer]) -> None:
        """Fills in the answers of values that are known."""
        self._attributes(step, values, answers)
        for each in (*step.early, *step.late):
            self._field(each, values, answers)

    def _attributes(self, step: Step, values: Sequence[Any], answers: Sequence[Answer]) -> None:
        for key, getter in step.attributes:
            for value, answer in zip(values, answers, strict=True):
                answer[key] = getter(value)

    def _field(self, selected: Selected, values: Sequence[Any], answers: Sequence[Answer]) -> None:
        """Answers one field of many values."""
        field, key, ask = selected.field, selected.key, self._ask
        function = field.answer.function
        check()
        if field.attribute:
            results = [function(each) for each in values]
        else:
            arguments = selected.arguments.given(self._variables)
            results = [function(each, ask, **arguments) for each in checked(values)]
        if field.leaf:
            for answer, result in zip(answers, results, strict=True):
                answer[key] = result
        elif field.listed:
            self._lists(selected, results, answers)
        else:
            self._singles(selected, results, answers)

    def _lists(self, selected: Selected, results: Sequence[Sequence[Any]], answers: Sequence[Answer]) -> None:
        key, steps = selected.key, [*selected.steps.values()]
        whole = steps[0].whole if len(steps) == 1 else None
        if whole and not any(result and isinstance(result[0], Handle) for result in results):
            for answer, result in zip(answers, results, strict=True):
                answer[key] = list(map(whole, result))
            return
        values, places = list[Any](), list[tuple[Any, Any]]()
        for answer, result in zip(answers, results, strict=True):
            answer[key] = told = [None] * len(result)
            values += result
            places += zip(repeat(told), range(len(result)), strict=False)
        self._values(selected, values, places)

    def _singles(self, selected: Selected, results: Sequence[Any], answers: Sequence[Answer]) -> None:
        values, places = list[Any](), list[tuple[Any, Any]]()
        for answer, result in zip(answers, results, strict=True):
            if result is not None:
                values.append(result)
                places.append((answer, selected.key))
            elif not selected.field.nullable:
                raise UnplannedError("null")
        self._values(selected, values, places)

    def _values(self, selected: Selected, values: Sequence[Any], places: Sequence[tuple[Any, Any]]) -> None:
        """Tells values, or what can be told of handles, and lets these wait for the rest."""
        if not values:
            return
        if not isinstance(values[0], Handle):
            (step,) = selected.steps.values()
            answers = [dict.fromkeys(step.keys) for _ in values]
            for (holder, place), answer in zip(places, answers, strict=True):
                holder[place] = answer
            self._tell(step, values, answers)
            return
        kinds = {*map(_SURE, values)}
        for sure in kinds:
            group = _Waiting(selected, values, places)
            if len(kinds) > 1:
                of_kind = [each.sure is sure for each in values]
                group = _Waiting(selected, [*compress(values, of_kind)], [*compress(places, of_kind)])
            if not sure or self._sure(group):
                self._waiting.append(group)

    def _sure(self, group: _Waiting) -> bool:
        """Tells what needs not be read; whether anything has to be."""
        told: dict[str, tuple[list[Handle], list[Answer]]] = {}
        steps, read = group.selected.steps, False
        for handle, (holder, place) in zip(group.handles, group.places, strict=True):
            step = steps[handle.typename]
            if step.whole and handle.node:
                read = True
                continue
            holder[place] = answer = dict.fromkeys(step.keys)
            handles, answers = told.setdefault(handle.typename, ([], []))
            handles.append(handle)
            answers.append(answer)
        for typename, (handles, answers) in told.items():
            step = steps[typename]
            for each in step.early:
                self._field(each, handles, answers)
            if handles[0].node or step.late:
                read = True
            else:
                self._attributes(step, handles, answers)
        return read
