"""`python -m lib.admin <verb>`: what an administrator does from a shell. Works while Studio runs.

token create --user U --role member|lead|admin [--project P]      prints the token alone; its id goes to stderr
token list                who has one, and which were revoked; never the token
token revoke ID
budget set --scope global --period day --limit 10 --world real
budget remove --scope global --period day --world real
budget list               what is set, and what is spent, held and left of it now
switch on|off NAME        on = stopped; NAME = all, door:D, job:J, model:M, user:U
audit                     exit 1 if the money does not add up
exposure                  what a provider may have billed and nobody was charged for, and what cost more than was held

Only token create, budget set and switch make a database where there is none: the others refuse, so that a mistyped
STUDIO_DATA_DIR is noticed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

from lib import config, gate, people, store
from lib.catalog import catalog
from lib.config import Config
from lib.domain import MICROS, Door, Job, World, dollars
from lib.errors import CannotOpen, StudioError, shown
from lib.store import audit, budgets, journal, ledger, switches, tokens

BY = "shell"
SWITCHES: dict[str, Callable[[], Sequence[str]]] = {
    "all": lambda: ("",),
    "door": lambda: get_args(Door),
    "job": lambda: get_args(Job),
    "model": lambda: tuple(catalog().models),
    "user": lambda: (),
}
"""What each kind of switch can name; a user may be anybody."""
HIGHEST = 1_000_000 * MICROS
LONGEST = 200
"""Characters of a name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        _open(config.current(), may_make=asked.may_make)
    except StudioError as error:
        return _refuse(str(error))
    try:
        code: int = asked.run(asked)
        return code
    except StudioError as error:
        return _refuse(str(error))
    finally:
        store.stop()


def _open(settings: Config, *, may_make: bool) -> None:
    """Open the store. Raises StudioError with a sentence."""
    file = settings.database_file
    if file and not file.exists() and not may_make:
        raise StudioError(f"There is no database {file}. Is STUDIO_DATA_DIR right? Nothing was made.")
    try:
        store.start(settings)
    except Exception as error:
        raise CannotOpen(settings.data_dir, error) from error


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _token_create(asked: argparse.Namespace) -> int:
    text = people.create_token(asked.user, asked.role, asked.project, by=BY)
    print(text)
    row = tokens.find(text)
    assert row is not None
    print(f"This token is shown once. To refuse it later: token revoke {row['id']}", file=sys.stderr)
    return 0


def _token_list(_asked: argparse.Namespace) -> int:
    for row in tokens.every():
        revoked = f"  revoked {_time(row['revoked_ms'])}" if row["revoked_ms"] else ""
        project = f"  project {row['project_id']}" if row["project_id"] else ""
        print(f"{row['id']}  {_time(row['created_ms'])}  {row['user_id']}  {row['role']}{project}{revoked}")
    return 0


def _token_revoke(asked: argparse.Namespace) -> int:
    if people.revoke_token(asked.id, by=BY):
        return 0
    print("There is no such token, or it is revoked already.", file=sys.stderr)
    return 1


def _budget_set(asked: argparse.Namespace) -> int:
    key = _key(asked)
    limit = budgets.put(asked.world, asked.scope, key, asked.period, asked.limit)
    journal.note(BY, "set budget", f"{asked.world}/{asked.scope}/{key}/{asked.period}", f"{asked.limit} micro-dollars")
    print(_allowance(limit))
    return 0


def _budget_remove(asked: argparse.Namespace) -> int:
    key = _key(asked)
    if not budgets.remove(asked.world, asked.scope, key, asked.period):
        print("There is no such limit: `budget list` shows what is set. Nothing has changed.", file=sys.stderr)
        return 1
    journal.note(BY, "remove budget", f"{asked.world}/{asked.scope}/{key}/{asked.period}")
    if not gate.is_open(asked.world):
        print(f"That limit is gone. {_closed(asked.world)}")
        return 0
    print("That limit is gone. Still set:")
    for limit, _ in budgets.standing(asked.world):
        if limit.scope in (asked.scope, "global") and (key == budgets.EACH or limit.scope_key in (key, budgets.EACH)):
            print(_allowance(limit))
    return 0


def _budget_list(_asked: argparse.Namespace) -> int:
    for world in get_args(World):
        for limit, windows in budgets.standing(world):
            print(_allowance(limit))
            for window in windows:
                whose = "" if limit.scope == "global" else f"{window.key}: "
                spent, held = _dollars(window.spent_micros), _dollars(window.held_micros)
                print(f"    {whose}{spent} spent, {held} held, {_dollars(window.available_micros)} left")
        if not gate.is_open(world):
            print(_closed(world))
    return 0


def _key(asked: argparse.Namespace) -> str:
    """Whom a limit binds."""
    if asked.key and asked.scope == "global":
        raise StudioError("A global limit binds everybody: leave out --key. Nothing has changed.")
    return asked.key or budgets.EACH


def _closed(world: World) -> str:
    return (
        f"No global limit is set: the gate is closed for {world} money, and new requests are refused until one is set. "
        "What is held already goes on."
    )


def _allowance(limit: budgets.Budget) -> str:
    """A limit in a sentence."""
    amount, money = _dollars(limit.limit_micros), f"({limit.world} money)"
    one = None if limit.scope_key == budgets.EACH else limit.scope_key
    if limit.scope == "request":
        return f"One request{f' of {one}' if one else ''} may cost {amount} {money}."
    who = f"{limit.scope.capitalize()} {one}" if one else f"Each {limit.scope}"
    how_long = {"once": "in all", "day": "a day", "month": "a month"}[limit.period]
    return f"{'Studio' if limit.scope == 'global' else who} may spend {amount} {how_long} {money}."


def _switch(asked: argparse.Namespace) -> int:
    kind, _, name = asked.name.partition(":")
    known = SWITCHES.get(kind)
    if known is None or bool(name) != (kind != "all") or name == budgets.EACH:
        return _refuse("A switch is called all, or door:D, job:J, model:M or user:U. Nothing has changed.")
    if asked.state == "on" and (names := known()) and name not in names:
        return _refuse(f"There is no {kind} “{shown(name)}”: this would stop nothing. There is {', '.join(names)}.")
    reason = asked.reason or ""
    switches.throw(asked.name, asked.state == "on", BY, reason)
    journal.note(BY, f"switch {asked.state}", asked.name, reason)
    print(f"{asked.name} is {'stopped' if asked.state == 'on' else 'let go'}.")
    return 0


def _audit(_asked: argparse.Namespace) -> int:
    found = audit.faults()
    for fault in found:
        print(fault)
    print("The money adds up." if not found else f"Faults: {len(found)}.")
    return 1 if found else 0


def _exposure(_asked: argparse.Namespace) -> int:
    exposed, overrun = ledger.exposures(), ledger.overruns()
    for one in exposed:
        amount = f"{_dollars(one.amount_micros)} {one.world}"
        print(f"{_time(one.created_ms)}  {amount}  {one.task}  {one.user}  {one.note}")
    for over in overrun:
        amount, held = f"{_dollars(over.cost_micros)} {over.world}", _dollars(over.held_micros)
        why = f"Charged {_dollars(over.over_micros)} more than the {held} held."
        print(f"{_time(over.ended_ms)}  {amount}  {over.task}  {over.user}  {why}")
    for world in get_args(World):
        if total := sum(one.amount_micros for one in exposed if one.world == world):
            print(f"May have been billed ({world} money): {_dollars(total)}.")
        if total := sum(over.over_micros for over in overrun if over.world == world):
            print(f"Charged beyond what was held ({world} money): {_dollars(total)}.")
    if not exposed:
        print("Nothing may have been billed beyond what was charged.")
    if not overrun:
        print("Nothing was charged beyond what was held.")
    return 0


def _time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _dollars(micros: int) -> str:
    return dollars(micros, 2 if micros % 10_000 == 0 else 6)


def _micros(text: str) -> int:
    """Dollars as typed ("0.5") to micro-dollars, without a float in between."""
    try:
        amount = Decimal(text) * MICROS
    except ArithmeticError:
        raise argparse.ArgumentTypeError(f"“{shown(text)}” is no amount in dollars") from None
    if not amount.is_finite() or not 0 <= amount <= HIGHEST or amount != int(amount):
        limits = f"from $0 to {dollars(HIGHEST)}, in whole micro-dollars"
        raise argparse.ArgumentTypeError(f"“{shown(text)}” is no amount {limits}")
    return int(amount)


def _name(text: str) -> str:
    """Who or what somebody names: something that can be read, and that a token or a limit is found by again."""
    if not text.isprintable() or not text.strip() or text != text.strip() or len(text) > LONGEST:
        raise argparse.ArgumentTypeError(f"give 1 to {LONGEST} readable characters, without blanks around them")
    if text == budgets.EACH:
        raise argparse.ArgumentTypeError(f"“{text}” is nobody's name; a limit for each of them has no --key")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.admin", description=__doc__.partition("\n\n")[0])
    parser.set_defaults(may_make=False)
    nouns = parser.add_subparsers(dest="noun", required=True)
    _token_verbs(nouns.add_parser("token", help="API tokens"))
    _budget_verbs(nouns.add_parser("budget", help="limits"))
    switch = nouns.add_parser("switch", help="kill switches: on = stopped")
    switch.add_argument("state", choices=("on", "off"))
    switch.add_argument("name", type=_name)
    switch.add_argument("--reason", type=_name)
    switch.set_defaults(run=_switch, may_make=True)
    nouns.add_parser("audit", help="check that the money adds up").set_defaults(run=_audit)
    nouns.add_parser("exposure", help="what may have been billed, or cost too much").set_defaults(run=_exposure)
    return parser


def _token_verbs(token: argparse.ArgumentParser) -> None:
    verbs = token.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="make one; it is shown once")
    create.add_argument("--user", type=_name, required=True)
    create.add_argument("--role", choices=("member", "lead", "admin"), required=True)
    create.add_argument("--project", type=_name)
    create.set_defaults(run=_token_create, may_make=True)
    verbs.add_parser("list", help="who has one").set_defaults(run=_token_list)
    revoke = verbs.add_parser("revoke", help="refuse it from now on")
    revoke.add_argument("id", type=_name)
    revoke.set_defaults(run=_token_revoke)


def _budget_verbs(budget: argparse.ArgumentParser) -> None:
    verbs = budget.add_subparsers(dest="verb", required=True)
    put = verbs.add_parser("set", help="set a limit in dollars")
    put.add_argument("--limit", type=_micros, required=True, metavar="USD")
    put.set_defaults(run=_budget_set, may_make=True)
    remove = verbs.add_parser("remove", help="take a limit away")
    remove.set_defaults(run=_budget_remove)
    for verb in (put, remove):
        verb.add_argument("--scope", choices=("request", *budgets.ORDER), required=True)
        verb.add_argument("--key", type=_name, help="one session, user or project; without it each of them is meant")
        verb.add_argument("--period", choices=("once", "day", "month"), required=True)
        verb.add_argument("--world", choices=get_args(World), required=True)
    verbs.add_parser("list", help="what is set, and what is left of it now").set_defaults(run=_budget_list)


if __name__ == "__main__":
    sys.exit(main())
