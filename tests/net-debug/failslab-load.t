#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Whichever allocation of loading fails: the module stays out and leaves nothing, or needed
# no such memory and works.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/faults.sh"
# One namespace is enough, each takes its share of the memory.
trap cleanup EXIT
modprobe lvs
load_in_reach
there=$(place)
unload
refused=0
absorbed=0

works()
{
	printf '%s\n' "-A -t $VIP:80 -s rr" "-a -t $VIP:80 -r 10.0.2.11:80 -m" |
		"$IPVSADM" -R && "$IPVSADM" -C
}

# True when the module was loaded or cleanly was not.
attempt()
{
	local status=0

	"$top/tests/net-debug/fail-nth" "$1" "$work/left" modprobe lvs selftest=0 > "$work/said" 2>&1 || status=$?
	if ((status == 0)); then
		[[ $(< "$work/left") != 0 ]] || absorbed=$((absorbed + 1))
		[[ $(place) == "$there" ]] && works && unload
		return
	fi
	refused=$((refused + 1))
	[[ ! -e /sys/module/lvs ]] && ! compgen -G "/proc/net/ip_vs*" &&
		[[ ! -e /proc/sys/net/ipv4/vs ]] &&
		grep -q 'Cannot allocate memory' "$work/said"
}

for nth in $(seq 1 200); do
	attempt "$nth" > "$work/why" 2>&1 ||
		echo "allocation $nth: $(cat "$work/said" "$work/why")" >> "$work/bad"
	[[ $(< "$work/left") == 0 ]] || break
done
note "$refused refused, $absorbed absorbed"
ok "each load works or is refused for want of memory" eval "! cat $work/bad"
ok "many allocations could fail" test $refused -gt 20
ok "the last load had no failure" test "$(< "$work/left")" -gt 0
modprobe lvs
is "all of them took the place where failures were in reach" "$(place)" "$there"
finish
