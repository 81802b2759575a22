#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The debug lab notices an object that is born and does not die, or dies twice.
top=$(readlink -f "$(dirname "$0")/../..")
points=0
failures=0

# pairs STATUS CLAIM LINE...: a log of these lines is judged so
pairs()
{
	local claim=$2
	local got=0
	local want=$1

	shift 2
	printf '[    1.000000] %s\n' "$@" > "$log"
	"$top/tests/vm/debug-objects" "$log" > "$log.out" || got=$?
	points=$((points + 1))
	if ((got == want)); then
		echo "ok $points - $claim"
	else
		echo "not ok $points - $claim"
		sed 's/^/# /' "$log.out"
		failures=$((failures + 1))
	fi
}

log=$(mktemp)
trap 'rm -f "$log" "$log.out"' EXIT
pairs 0 "a birth and its death" "lvs: created conn 01" "lvs: destroyed conn 01"
pairs 0 "an id that is used again" "lvs: created conn 01" "lvs: destroyed conn 01" \
	"lvs: created conn 01" "lvs: destroyed conn 01"
pairs 0 "an id that two kinds have" "lvs: created conn 01" "lvs: created dest 01" \
	"lvs: destroyed conn 01" "lvs: destroyed dest 01"
pairs 0 "a log of other things" "lvs: loading out-of-tree module taints kernel."
pairs 1 "an object that lives on" "lvs: created conn 01" "lvs: created conn 02" \
	"lvs: destroyed conn 01"
pairs 1 "an object that dies twice" "lvs: created conn 01" "lvs: destroyed conn 01" \
	"lvs: destroyed conn 01"
pairs 1 "an object that is born while it lives" "lvs: created conn 01" "lvs: created conn 01" \
	"lvs: destroyed conn 01"
pairs 1 "a log with holes" "lvs: created conn 01" "lvs: destroyed conn 01" \
	"** 12 printk messages dropped **"
echo "1..$points"
exit $((failures > 0))
