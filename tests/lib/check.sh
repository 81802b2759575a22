# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced by tests of ipvsadm check, after net.sh.
#
#	check_says STATUS SERVICE CLAIM VERDICT MATTER WORDS   check it: exit status, and a line of
#	                                                       the kind that has these words
#	told VERDICT MATTER WORDS                              had the last check another such line?

told()
{
	grep -qE "^ *$1 +$2 .*$3" "$work/told"
}

check_says()
{
	local status=$1 service=$2 claim=$3 got

	shift 3
	vs check "$service" > "$work/told" 2>&1
	got=$?
	is "$claim: exit status" "$got" "$status"
	ok "$claim: evidence" told "$@"
	told "$@" || note "$(cat "$work/told")"
}
