#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ping and traceroute have given up what they do not need before they read the first byte from
# a network, whatever they ask with, and then do without what the jail refuses.
if [[ ! ${ALONE-} ]]; then
	export ALONE=1
	unshare -Urn true 2> /dev/null && exec unshare -Urn "$0"
	exec unshare -n "$0"
fi
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
number=0
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# is CLAIM GOT WANT
is()
{
	number=$((number + 1))
	if [[ $2 == "$3" ]]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		printf '# got:  %s\n# want: %s\n' "$2" "$3"
		failures=$((failures + 1))
	fi
}

# order FILE: the steps, and what of the network is read between them
order()
{
	awk '/^socket\(AF_INET6?, / && $NF >= 0 { network[$NF] = 1 }
		/^close\(/ { split($1, call, /[()]/); delete network[call[2]] }
		/^capset\(.*effective=0, permitted=0, inheritable=0\}\) += 0$/ { print "capabilities" }
		/^prctl\(PR_SET_NO_NEW_PRIVS, 1.* = 0$/ { print "no_new_privs" }
		/^prctl\(PR_SET_SECCOMP, SECCOMP_MODE_FILTER.* = 0$/ { print "filter"; confined = 1 }
		/^(recvmsg|recvfrom|read)\(/ && !/ = -1 / {
			split($1, call, /[(,]/)
			if (network[call[2]] && !told++)
				print "reads"
		}
		confined && / EPERM / { print "refused: " $0 }' "$1" | xargs
}

ip link set lo up
# What is sent there is nobody's.
ip route add 192.0.2.0/24 dev lo
for words in "ping -c 1 127.0.0.1" "ping -n -c 1 ::1" "ping -c 1 --tcp 9 127.0.0.1" \
	"ping -c 1 --udp 9 127.0.0.1" "ping -c 1 -W 0.2 --sctp 9 127.0.0.1" "ping -c 1 --json 127.0.0.1 ::1" \
	"traceroute 127.0.0.1" "traceroute -n -I ::1" "traceroute -T 127.0.0.1"; do
	# shellcheck disable=SC2086
	timeout 30 strace -qq -o "$work/calls" build/ipvsadm/ipvsadm $words > /dev/null 2>&1
	is "$words" "$(order "$work/calls")" "capabilities no_new_privs filter reads"
done

# status COMMAND...: what the kernel says of it while it waits for an answer
status()
{
	build/ipvsadm/ipvsadm "$@" > "$work/told" 2>&1 &
	for _ in {1..300}; do
		grep -q '^Seccomp:.*2' "/proc/$!/status" && break
		sleep 0.1
	done
	awk '/^(CapInh|CapPrm|CapEff|NoNewPrivs|Seccomp):/ { print $1 $2 }' "/proc/$!/status" | xargs
	kill -INT $!
	wait $!
}

none=0000000000000000
for words in "ping -n -c 1 -W 60 192.0.2.1" "traceroute -n -w 60 192.0.2.1"; do
	# shellcheck disable=SC2086
	is "while it waits: $words" "$(status $words)" \
		"CapInh:$none CapPrm:$none CapEff:$none NoNewPrivs:1 Seccomp:2"
done
echo "1..$number"
exit $((failures > 0))
