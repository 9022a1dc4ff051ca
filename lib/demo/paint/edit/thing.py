"""One thing among many: in a busy picture the piece of one colour that a word most likely means.

A street holds many red pieces. Each piece hangs together and has one hue; which of them is the umbrella is told by
where such things are seen, how wide they are for their height, and how much they stand out.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np

from lib.demo.paint import filters, frame
from lib.demo.paint.colour import Array
from lib.demo.paint.edit import cutout, oklab

_PIXELS = 60_000  # pieces are found on a copy so small
_HUES = 12
_HUE_REACH = np.pi / 8  # from the middle of a hue to where the next begins
_LIVELY = 0.075  # chroma from which a pixel can belong to a piece
_STRONGER = 1.3  # times as strong as the usual colour of the picture, where all of that is strong
_DARK = 0.6  # of the usual lightness, below which a thing without a colour stands out
_OWN_HUE = 0.24  # radians from the hue of its strongest part that one thing keeps in light and shadow
_GROWN = 1.4  # times its size that a piece may have with its paler and darker parts
_NEARLY = 4  # times less likely than the best piece, and still one of such things
_POST = 4  # pixels of the small copy that a mast or a lamp post takes at most
_LEAST, _MOST = 0.0008, 0.32  # share of the picture that a piece may cover
_TRIED = 40  # pieces of a hue that are looked at, the largest first


class _Usual(NamedTuple):
    """Where a thing is seen: ``level`` −1 … 1 from top to bottom, and its width for its height."""

    level: float
    spread: float
    shape: float


_USUAL = {
    "car": _Usual(0.3, 0.22, 1.7),
    "umbrella": _Usual(0.15, 0.3, 2.0),
    "boat": _Usual(0.2, 0.3, 1.6),
    "figure": _Usual(0.25, 0.35, 0.5),
    "clothes": _Usual(0.7, 0.4, 2.0),
    "hair": _Usual(-0.5, 0.4, 1.2),
    "hat": _Usual(-0.2, 0.4, 1.2),
    "plate": _Usual(0.2, 0.5, 1.8),
    "fruit": _Usual(0.1, 0.5, 1.0),
    "kite": _Usual(-0.4, 0.4, 1.0),
}
_ANYWHERE = _Usual(0.1, 0.6, 1.0)


def meant(
    picture: Array, part: str, target: Array, *, every: bool = False, source: Array | None = None
) -> Array | None:
    """The piece that ``part`` means, (height, width) 0 … 1, or None where no piece stands out; of ``every`` such thing
    all pieces of its hue that are nearly as likely. ``source`` is the colour that the thing has now (Oklab), ``target``
    the one that it is to take: what has that already is not meant."""
    small_frame = frame.painted(picture.shape[1], picture.shape[0], _PIXELS)
    lab = oklab.oklab(filters.resized(picture, max(8, small_frame.width), max(8, small_frame.height)))
    usual = _USUAL.get(part, _ANYWHERE)
    found = [
        (_likely(piece, lab, usual), kind, piece)
        for kind, pieces in enumerate(_by_hue(lab, source))
        for piece in pieces
        if not _alike(lab, piece, target)
    ]
    if not found:
        return None
    best, its, piece = max(found, key=lambda one: one[0])
    if every:
        piece = np.any([other for score, kind, other in found if kind == its and score > best / _NEARLY], axis=0)
    return cutout.followed(_whole(piece, lab).astype(np.float32), picture)


def _whole(piece: Array, lab: Array) -> Array:
    """A piece with its own paler and darker parts, as in a shadow that falls on it: what hangs together with it, else
    what stays in its bounds."""
    if _chroma(lab, piece) < _LIVELY / 2:
        return piece
    angle, chroma = np.arctan2(lab[..., 2], lab[..., 1]), np.hypot(lab[..., 1], lab[..., 2])
    core = piece & (chroma >= np.quantile(chroma[piece], 0.8))  # skin beside a red dress is of a paler, yellower red
    alike = (np.abs(_turn(angle - _hue(lab, core))) < _OWN_HUE) & (chroma > _LIVELY / 2)
    start = np.argwhere(core & alike)[0]
    whole = _around(_bridged(alike), (int(start[0]), int(start[1]))) & alike
    if whole.sum() > 0.4 * piece.sum() and whole.sum() < _GROWN * piece.sum():
        return whole
    left, top, right, bottom = cutout.box(piece.astype(np.float32))
    inside = np.zeros_like(piece)
    inside[top:bottom, left:right] = alike[top:bottom, left:right]
    return np.asarray(piece | inside) if inside.sum() < _GROWN * piece.sum() else piece


def _by_hue(lab: Array, source: Array | None) -> list[list[Array]]:
    angle, chroma = np.arctan2(lab[..., 2], lab[..., 1]), np.hypot(lab[..., 1], lab[..., 2])
    lively = (chroma > max(_LIVELY, _STRONGER * float(np.median(chroma)))) & (lab[..., 0] > 0.12) & (lab[..., 0] < 0.97)
    hues = np.linspace(-np.pi, np.pi, _HUES, endpoint=False)
    if source is not None:
        hues = np.array([np.arctan2(source[2], source[1])])
    dark = (lab[..., 0] < _DARK * float(np.median(lab[..., 0]))) & ~lively
    masks = [lively & (np.abs(_turn(angle - hue)) < _HUE_REACH) for hue in hues]
    return [_pieces(mask) for mask in ([*masks, dark] if source is None else masks)]


def _turn(angle: Array | float) -> Array:
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi)


def _hue(lab: Array, piece: Array) -> float:
    return float(np.arctan2(lab[..., 2][piece].mean(), lab[..., 1][piece].mean()))


def _alike(lab: Array, piece: Array, target: Array) -> bool:
    """Whether both have a colour worth the name, and much the same."""
    away = abs(float(_turn(_hue(lab, piece) - float(np.arctan2(target[2], target[1])))))
    return away < 2 * _HUE_REACH and min(_chroma(lab, piece), float(np.hypot(target[1], target[2]))) > _LIVELY / 2


def _chroma(lab: Array, piece: Array) -> float:
    return float(np.hypot(lab[..., 1][piece].mean(), lab[..., 2][piece].mean()))


def _pieces(mask: Array) -> list[Array]:
    """What hangs together in ``mask``, without specks and without what takes a large share of the picture."""
    left, joined, found = mask.copy(), _bridged(mask), list[Array]()
    least = max(6, int(_LEAST * mask.size))
    for start in np.argwhere(_core(mask)):
        if len(found) == _TRIED:
            break
        if left[tuple(start)]:
            piece = _around(joined, cast(tuple[int, int], tuple(start))) & left
            left &= ~piece
            if least <= piece.sum() <= _MOST * mask.size:
                found.append(piece)
    return found


def _core(mask: Array) -> Array:
    """Pixels with all their neighbours: where a piece is more than a line."""
    core = mask.copy()
    core[1:-1, 1:-1] &= mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:]
    return core


def _bridged(mask: Array) -> Array:
    """The mask with its narrow gaps closed from side to side: what stands in front of a thing does not part it."""
    held = np.zeros_like(mask)
    for gap in range(2, _POST + 2):
        behind = mask[:, :-gap] & mask[:, gap:]
        for step in range(1, gap):
            held[:, step : step - gap] |= behind
    return mask | held


def _around(mask: Array, start: tuple[int, int]) -> Array:
    """All of ``mask`` that hangs together with ``start``, by filling runs of rows."""
    piece, waiting = np.zeros_like(mask), [start]
    height, width = mask.shape
    while waiting:
        row, column = waiting.pop()
        if piece[row, column]:
            continue
        left = right = column
        while left > 0 and mask[row, left - 1]:
            left -= 1
        while right < width - 1 and mask[row, right + 1]:
            right += 1
        piece[row, left : right + 1] = True
        for near in (row - 1, row + 1):
            if 0 <= near < height:
                free = np.flatnonzero(mask[near, left : right + 1] & ~piece[near, left : right + 1]) + left
                waiting += [(near, int(at)) for at in free]
    return piece


def _likely(piece: Array, lab: Array, usual: _Usual) -> float:
    rows, columns = np.nonzero(piece)
    height, width = piece.shape
    level, side = rows.mean() / height * 2 - 1, columns.mean() / width * 2 - 1
    high, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
    solid = len(rows) / (high * wide)
    shape = np.exp(-(np.log(wide / high / usual.shape) ** 2) / 0.8)
    place = np.exp(-(((level - usual.level) / usual.spread) ** 2) - (side / 0.75) ** 2)
    lively = max(_chroma(lab, piece), _LIVELY / 2)
    return float(np.sqrt(len(rows)) * lively * shape * place * solid)
