"""A control is drawn from what the catalog allows, and from nothing else."""

import pytest

from lib.catalog import Domain, catalog, domain
from lib.domain import QUALITIES, Brief
from lib.store.history import Made
from lib.ui import controls, pace, recipes
from tests.ui.made import task


@pytest.mark.parametrize(
    ("allowed", "kind"),
    [
        (Domain(values=("1K",)), "fixed"),
        (Domain(values=("1K", "2K", "4K")), "row"),
        (Domain(values=tuple("abcdefgh")), "list"),
        (Domain(range=(3, 15, 1)), "slider"),
        (Domain(range=(3, 15, 1), unset=True), "none"),
        (Domain(values=("1K", "2K"), unset=True), "none"),
    ],
)
def test_a_domain_decides_its_control(allowed: Domain, kind: str) -> None:
    assert controls.kind(allowed) == kind


def test_every_parameter_of_every_model_has_a_control() -> None:
    kinds = {
        (model.id, name): controls.kind(domain(model, name, model.at("best")))
        for model in catalog().models.values()
        for name in model.params
    }
    assert kinds
    assert "none" not in kinds.values()


@pytest.mark.parametrize("quality", QUALITIES)
def test_another_quality_decides_its_own_settings_and_keeps_the_persons(quality: str) -> None:
    mine = Brief("image", "A boat", quality="best", settings={"ratio": "16:9", "size": "2K"})
    moved = recipes.at(mine, quality)  # type: ignore[arg-type]
    assert (moved.quality, moved.settings) == (quality, {"ratio": "16:9"})


def test_what_was_made_leads_back_to_the_brief_that_makes_it_again() -> None:
    model, usual = catalog().choose("image", "best")
    brief = recipes.of(task(model=model.id, settings={**usual, "ratio": "3:2"}))
    assert brief is not None
    assert (brief.words, brief.model, brief.settings) == ("A harbour at dusk.", None, {"ratio": "3:2"})
    assert brief.door == "demo"


def test_a_brief_of_another_day_is_put_in_without_what_is_gone() -> None:
    gone = Brief("image", "A boat", "gone", "gone", ("gone", "photo.dusk_film"), model="gone", settings={"gone": 1})
    assert recipes.possible(gone) == Brief("image", "A boat", styles=("photo.dusk_film",))
    kept = Brief("image", "A boat", "scene", "establishing", ("photo.dusk_film",), settings={"ratio": "16:9"})
    assert recipes.possible(kept) == kept


def test_a_wait_is_as_long_as_the_like_of_it_took_here() -> None:
    model, size = "gemini-3-pro-image", {"size": "4K"}
    slow = [Made(model, "demo", size, seconds) for seconds in (30, 20, 10)]
    like = (model, size, "demo")
    assert pace.seconds(*like, slow) == 20  # type: ignore[arg-type]
    elsewhere = [Made(model, "gemini", size, 30), Made(model, "demo", {"size": "1K"}, 30)]
    listed = catalog().model("gemini-3-pro-image").about_seconds({"size": "4K"})
    assert pace.seconds(*like, elsewhere) == listed  # type: ignore[arg-type]
    assert pace.seconds("gone", {}, "demo", ()) is None


@pytest.mark.parametrize("fields", [{"prompt": None, "preview": "A harb"}, {"model": "model-that-is-gone"}])
def test_nothing_is_offered_again_when_its_words_or_its_model_are_gone(fields: dict[str, object]) -> None:
    assert recipes.of(task(**fields)) is None
