# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced by tests of ipvsadm check, after net.sh.
#
#	listen N...             servers N listen on port 80 of all their addresses, now
#	finds CLAIM SERVICE [FAULT...]   check that service: its exit status and exactly these
#	                        faults, each as "SUBJECT MATTER"
#	told VERDICT MATTER WORDS        had the last check a line of this kind with these words?
#	mend SUBJECT MATTER CMD...       run the command that the last check has for it: CMD... bash -c

listen()
{
	local number

	for number in "$@"; do
		server "$number" busybox httpd -p 80 -h "$work"
	done
}

told()
{
	grep -qE "^ *$1 +$2 .*$3" "$work/told"
}

finds()
{
	local claim=$1 service=$2 got

	shift 2
	# shellcheck disable=SC2086
	vs check $service > "$work/told" 2>&1
	got=$?
	is "$claim" "$got: $(awk '/^[^ ]/ { subject = $1 } $1 == "FAULT" { print subject, $2 }' "$work/told" | sort)" \
		"$(($# > 0)): $( (($# == 0)) || printf '%s\n' "$@" | sort)"
	((got == ($# > 0))) || note "$(cat "$work/told")"
}

mend()
{
	local command

	command=$(awk -v of="$1" -v matter="$2" '
		/^[^ ]/ { subject = $1 }
		$1 == "FAULT" { is = subject == of && $2 == matter }
		is && /mend it:/ { sub(/.*mend it: *(on (the server|that host): )?/, ""); print; exit }
		' "$work/told")
	shift 2
	[[ -n $command ]] && "$@" bash -c "$command"
}
