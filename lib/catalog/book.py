"""The catalog: every model of the shipped data, and which one each quality level means."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.catalog.check import closest
from lib.catalog.model import Model
from lib.datafile import Shape, fault
from lib.datafile import load as read
from lib.domain import QUALITIES, Job, Problem, Quality, Setting
from lib.errors import InvalidRequest, shown

FOLDER = Path(__file__).parent


class Map(Shape):
    """quality.toml: the model that each quality level of a job means."""

    image: dict[Quality, str]
    text: dict[Quality, str]


@dataclass(frozen=True, slots=True)
class Catalog:
    models: Mapping[str, Model]
    quality: Mapping[Job, Mapping[Quality, str]]

    def model(self, model_id: str) -> Model:
        """Raises InvalidRequest for an id that is not in the catalog, with the nearest that is."""
        if model_id not in self.models:
            known = tuple(self.models)
            nearest = closest(model_id, known)
            message = f"There is no model “{shown(model_id)}”. Nearest: {nearest}. Nothing was charged."
            raise InvalidRequest([Problem("model", message, known, nearest)])
        return self.models[model_id]

    def of_job(self, job: Job) -> list[Model]:
        """Models that can do a job, best first."""
        order = [self.quality[job][level] for level in QUALITIES] if job in self.quality else []
        found = [model for model in self.models.values() if job in model.jobs]
        return sorted(found, key=lambda model: (order.index(model.id) if model.id in order else len(order), model.id))

    def choose(self, job: Job, quality: Quality, model_id: str | None = None) -> tuple[Model, dict[str, Setting]]:
        """The model of a quality level, or the one that was asked for, with its settings at that level.

        Raises InvalidRequest: unknown model, a model of another job, a job without models.
        """
        if job not in self.quality:
            jobs = tuple(self.quality)
            message = f"Studio cannot make {job} yet; it makes {', '.join(jobs)}. Nothing was charged."
            raise InvalidRequest([Problem("job", message, jobs)])
        model = self.model(model_id or self.quality[job][quality])
        if job not in model.jobs:
            ids = tuple(one.id for one in self.of_job(job))
            message = f"{model.name} does not make {job}. Nothing was charged."
            raise InvalidRequest([Problem("model", message, ids, ids[0])])
        return model, model.at(quality)


def load(folder: Path) -> Catalog:
    """Read models/*.toml and quality.toml. Raises DataFileError."""
    models: dict[str, Model] = {}
    for path in sorted((folder / "models").glob("*.toml")):
        model = read(path, Model)
        if model.id != path.stem:
            raise fault(path, ["id"], f"id is “{model.id}”, but the file is called {path.name}.")
        models[model.id] = model
    path = folder / "quality.toml"
    levels = read(path, Map)
    for job, choices in levels:
        for level in QUALITIES:
            if choices.get(level) not in models:
                raise fault(path, [job, level], f"{job}.{level} names “{choices.get(level)}”, which is no model file.")
    return Catalog(models, {"image": levels.image, "text": levels.text})


@functools.cache
def catalog() -> Catalog:
    """The shipped catalog, read once."""
    return load(FOLDER)
