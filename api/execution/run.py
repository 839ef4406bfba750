"""Answers a planned query, level by level: what many values lead to is read in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import get_argument_values

from api.execution.nodes import Handle, load
from api.execution.plan import UnplannedError
from graph.deadline import check, checked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.execution.ask import Ask
    from api.execution.plan import Selected, Step

    Answer = dict[str, Any]
    Put = Callable[[Answer | None], None]


class _Waiting:
    """Handles that are to be loaded, and where their answers belong."""

    __slots__ = ("answers", "handles", "selected")

    def __init__(self, selected: Selected) -> None:
        self.selected = selected
        self.handles: list[Handle] = []
        self.answers: list[tuple[Any, Any]] = []

    def add(self, handle: Handle, holder: Any, place: Any) -> None:
        self.handles.append(handle)
        self.answers.append((holder, place))


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
        for handle, (holder, place) in zip(waiting.handles, waiting.answers, strict=True):
            value = handle.value
            if value is None:
                if not waiting.selected.field.nullable:
                    raise UnplannedError("a node is gone")
                holder[place] = None
                continue
            step = waiting.selected.steps[handle.typename]
            if holder[place] is None:
                holder[place] = dict.fromkeys(step.keys)
            values, answers = told.setdefault(handle.typename, ([], []))
            values.append(value)
            answers.append(holder[place])
        for typename, (values, answers) in told.items():
            step = waiting.selected.steps[typename]
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
            arguments = selected.arguments
            if arguments is None:
                arguments = field.arguments(get_argument_values(field.definition, selected.node, self._variables))
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
        places = list[tuple[Any, Any, Any]]()
        for answer, result in zip(answers, results, strict=True):
            answer[key] = told = [None] * len(result)
            places += [(each, told, place) for place, each in enumerate(result)]
        self._values(selected, places)

    def _singles(self, selected: Selected, results: Sequence[Any], answers: Sequence[Answer]) -> None:
        places = list[tuple[Any, Any, Any]]()
        for answer, result in zip(answers, results, strict=True):
            if result is not None:
                places.append((result, answer, selected.key))
            elif not selected.field.nullable:
                raise UnplannedError("null")
        self._values(selected, places)

    def _values(self, selected: Selected, places: Sequence[tuple[Any, Any, Any]]) -> None:
        """Tells values, or what can be told of handles, and lets these wait for the rest."""
        if not places:
            return
        if not isinstance(places[0][0], Handle):
            (step,) = selected.steps.values()
            answers = [dict.fromkeys(step.keys) for _ in places]
            for (_, holder, place), answer in zip(places, answers, strict=True):
                holder[place] = answer
            self._tell(step, [value for value, _, _ in places], answers)
            return
        groups: dict[bool, _Waiting] = {}
        for value, holder, place in places:
            groups.setdefault(value.sure, _Waiting(selected)).add(value, holder, place)
        for sure, group in groups.items():
            if sure and not self._sure(group):
                continue
            self._waiting.append(group)

    def _sure(self, group: _Waiting) -> bool:
        """Tells what needs not be read; whether anything has to be."""
        told: dict[str, tuple[list[Handle], list[Answer]]] = {}
        for handle, (holder, place) in zip(group.handles, group.answers, strict=True):
            step = group.selected.steps[handle.typename]
            holder[place] = answer = dict.fromkeys(step.keys)
            handles, answers = told.setdefault(handle.typename, ([], []))
            handles.append(handle)
            answers.append(answer)
        read = False
        for typename, (handles, answers) in told.items():
            step = group.selected.steps[typename]
            for each in step.early:
                self._field(each, handles, answers)
            if handles[0].node or step.late:
                read = True
            else:
                self._attributes(step, handles, answers)
        return read
