#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm traceroute -e tells the labels and interfaces that a router of MPLS adds to its
# answers, as Debian's does and in JSON.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/chain.sh"
trap cleanup EXIT
chain

# Router 2 has no MPLS.
stand_in "$top/tests/lib/labels" to1

want='MPLS:L=100,E=5,S=0,T=1/L=200,E=0,S=1,T=254;INC:7,10.1.2.2,"eth0",mtu=1500'
for host in 10.1.4.2 fd01:4::2; do
	for method in "" -I -T; do
		# shellcheck disable=SC2086
		is "labels and interface by ${method:-UDP} to $host" \
			"$(client "$IPVSADM" traceroute -n -e -q 2 $method $host |
				awk '$1 == 2 { print $3, NF }')" "<$want> 7"
	done
done
# Debian's knows interfaces since 2.1.4 only.
is "Debian's has the same labels" \
	"$(client traceroute -n -e -q 1 -w 3 10.1.4.2 | grep -o 'MPLS:[^;>]*')" "${want%%;*}"
client "$IPVSADM" traceroute -n -q 1 --json 10.1.4.2 > "$work/json"
is "JSON has them" "$(python3 -c 'import json, sys
for line in map(json.loads, sys.stdin):
    if line["event"] == "answer" and line["hop"] == 2:
        print(line["extensions"])' < "$work/json")" "$want"
is "without -e they are not told" \
	"$(client "$IPVSADM" traceroute -n -q 1 10.1.4.2 | grep -c MPLS)" 0
finish
