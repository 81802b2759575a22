#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Whichever allocation of a command fails: the command says so and changes
# nothing, or it needed no such memory and has done its work.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/faults.sh"
setup
modprobe -a lvs_rr lvs_wrr lvs_wlc lvs_sh lvs_mh
in_reach
here=$top/tests/net-debug

fill()
{
	vs -C
	vs -R <<- END
		-A -t $VIP:80 -s rr
		-a -t $VIP:80 -r 10.0.2.11:80 -m
		-a -t $VIP:80 -r 10.0.2.12:80 -m -w 3
		-a -t $VIP:80 -r 10.0.2.13:80 -g
		-A -t $VIP:81 -s mh
		-a -t $VIP:81 -r 10.0.2.11:81 -m
		-a -t $VIP:81 -r 10.0.2.12:81 -m
	END
	vs -Sn > "$work/before"
}

# each_failure CLAIM [ARG...]: ipvsadm ARG... with its 1st, 2nd, ... allocation failing
each_failure()
{
	local claim=$1
	local nth=0
	local status=0

	shift
	rm -f "$work/bad"
	while :; do
		nth=$((nth + 1))
		((status)) || fill
		status=0
		director "$here/fail-nth" $nth "$work/left" "$IPVSADM" "$@" > "$work/said" 2>&1 || status=$?
		vs -Sn > "$work/after"
		[[ $(< "$work/left") == 0 && $nth -lt 100 ]] || break
		if ((status == 0)); then
			cp "$work/after" "$work/absorbed"
		elif ! grep -q '^Memory allocation problem' "$work/said"; then
			echo "allocation $nth: exit $status: $(head -n 3 "$work/said")" >> "$work/bad"
		elif ! cmp -s "$work/before" "$work/after"; then
			{
				echo "allocation $nth left its mark"
				diff "$work/before" "$work/after"
			} >> "$work/bad"
		fi
	done
	((status == 0)) || echo "without a failure: exit $status: $(< "$work/said")" >> "$work/bad"
	# Absorbed failures have done the whole work.
	[[ ! -e $work/absorbed ]] || cmp -s "$work/absorbed" "$work/after" ||
		diff "$work/absorbed" "$work/after" >> "$work/bad"
	rm -f "$work/absorbed"
	((nth > 1)) || echo "no allocation could fail" >> "$work/bad"
	ok "$claim ($((nth - 1)) failures)" eval "! cat $work/bad 2> /dev/null"
}

each_failure "a service is added" -A -t $VIP:82 -s wlc
each_failure "with a scheduler of its own memory" -A -u $VIP:82 -s wrr
each_failure "for a mark" -A -f 7 -s rr
each_failure "the first for IPv6" -A -t "[$VIP6]:80" -s rr
each_failure "a service is edited" -E -t $VIP:80 -s wrr -p 60
each_failure "a server is added" -a -t $VIP:80 -r 10.0.2.13:81 -m
each_failure "a server is added to a table of slots" -a -t $VIP:81 -r 10.0.2.13:81 -m
each_failure "a server is edited" -e -t $VIP:81 -r 10.0.2.12:81 -m -w 7
each_failure "a server is removed" -d -t $VIP:80 -r 10.0.2.12:80
each_failure "a server is removed from a table of slots" -d -t $VIP:81 -r 10.0.2.11:81

each_failure "a table is listed" -L -n
each_failure "timeouts are listed" -L --timeout

# What frees or only writes down must work when there is no memory at all.
fill
chance 100
ok "without any memory, counters are zeroed" vs -Z
ok "those of one service too" vs -Z -t $VIP:80
ok "timeouts are set" vs --set 100 10 20
ok "a service is removed" vs -D -t $VIP:81
ok "the table is cleared" vs -C
chance 0
is "and empty" "$(vs -Sn)" ""
is "and the timeouts are those" "$(vs -L --timeout)" "Timeout (tcp tcpfin udp): 100 10 20"
finish
