"""`python -m lib.admin <verb>`: what an administrator does from a shell. Works while Studio runs.

token create --user U --role member|lead|admin [--project P]      prints the token alone
token revoke ID
budget set --scope global --period day --limit 10 --world real
switch on|off NAME        on = stopped; NAME = all, door:D, job:J, model:M, user:U
audit                     exit 1 if the money does not add up
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import get_args

from lib import config, people, store
from lib.catalog import catalog
from lib.domain import MICROS, Door, Job
from lib.errors import StudioError
from lib.store import audit, budgets, journal, switches

BY = "shell"
SWITCHES: dict[str, Callable[[], Sequence[str]]] = {
    "all": lambda: ("",),
    "door": lambda: get_args(Door),
    "job": lambda: get_args(Job),
    "model": lambda: tuple(catalog().models),
    "user": lambda: (),
}
"""What each kind of switch can name; a user may be anybody."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        store.start(config.current())
    except (StudioError, OSError) as error:
        print(f"Studio's data cannot be opened: {error}", file=sys.stderr)
        return 2
    try:
        code: int = asked.run(asked)
        return code
    finally:
        store.stop()


def _token_create(asked: argparse.Namespace) -> int:
    print(people.create_token(asked.user, asked.role, asked.project, by=BY))
    return 0


def _token_revoke(asked: argparse.Namespace) -> int:
    if people.revoke_token(asked.id, by=BY):
        return 0
    print("There is no such token, or it is revoked already.", file=sys.stderr)
    return 1


def _budget_set(asked: argparse.Namespace) -> int:
    if asked.key and asked.scope == "global":
        print("A global limit binds everybody: leave out --key. Nothing has changed.", file=sys.stderr)
        return 2
    key = asked.key or budgets.EACH
    budgets.put(asked.world, asked.scope, key, asked.period, asked.limit)
    journal.note(BY, "set budget", f"{asked.world}/{asked.scope}/{key}/{asked.period}", f"{asked.limit} micro-dollars")
    return 0


def _switch(asked: argparse.Namespace) -> int:
    kind, _, name = asked.name.partition(":")
    known = SWITCHES.get(kind)
    if known is None or bool(name) != (kind != "all"):
        print("A switch is called all, or door:D, job:J, model:M or user:U. Nothing has changed.", file=sys.stderr)
        return 2
    if asked.state == "on" and (names := known()) and name not in names:
        print(f"There is no {kind} “{name}”: this would stop nothing. There is {', '.join(names)}.", file=sys.stderr)
        return 2
    switches.throw(asked.name, asked.state == "on", BY, asked.reason)
    journal.note(BY, f"switch {asked.state}", asked.name, asked.reason)
    return 0


def _audit(_asked: argparse.Namespace) -> int:
    found = audit.faults()
    for fault in found:
        print(fault)
    print("The money adds up." if not found else f"{len(found)} faults.")
    return 1 if found else 0


def _micros(text: str) -> int:
    """Dollars as typed ("0.5") to micro-dollars, without a float in between."""
    try:
        amount = Decimal(text) * MICROS
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"“{text}” is no amount in dollars") from None
    if not amount.is_finite() or amount < 0 or amount != int(amount):
        raise argparse.ArgumentTypeError(f"“{text}” is no amount of whole micro-dollars, zero or more")
    return int(amount)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.admin", description=__doc__.partition("\n\n")[0])
    nouns = parser.add_subparsers(dest="noun", required=True)
    token = nouns.add_parser("token", help="API tokens").add_subparsers(dest="verb", required=True)
    create = token.add_parser("create", help="make one; it is shown once")
    create.add_argument("--user", required=True)
    create.add_argument("--role", choices=("member", "lead", "admin"), required=True)
    create.add_argument("--project")
    create.set_defaults(run=_token_create)
    revoke = token.add_parser("revoke", help="refuse it from now on")
    revoke.add_argument("id")
    revoke.set_defaults(run=_token_revoke)
    budget = nouns.add_parser("budget", help="limits").add_subparsers(dest="verb", required=True)
    limit = budget.add_parser("set", help="set a limit in dollars")
    limit.add_argument("--scope", choices=("request", *budgets.ORDER), required=True)
    limit.add_argument("--key", help="one session, user or project; without it each of them gets the limit")
    limit.add_argument("--period", choices=("once", "day", "month"), required=True)
    limit.add_argument("--limit", type=_micros, required=True, metavar="USD")
    limit.add_argument("--world", choices=("real", "simulated"), default="real")
    limit.set_defaults(run=_budget_set)
    switch = nouns.add_parser("switch", help="kill switches: on = stopped")
    switch.add_argument("state", choices=("on", "off"))
    switch.add_argument("name")
    switch.add_argument("--reason", default="")
    switch.set_defaults(run=_switch)
    nouns.add_parser("audit", help="check that the money adds up").set_defaults(run=_audit)
    return parser


if __name__ == "__main__":
    sys.exit(main())
