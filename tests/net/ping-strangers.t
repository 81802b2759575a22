#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What comes for another ping of the same identifier, as the first processes of two containers
# have it, is neither an answer nor an error to ours.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology
director ip -batch - << ROUTES
route add blackhole 10.0.9.0/24
route add unreachable 10.0.8.0/24
ROUTES
director ip -6 -batch - << ROUTES
route add blackhole fd00:9::/64
route add unreachable fd00:8::/64
ROUTES

# twin NAME TARGET [ARG...]: in the background, with the identifier of all others
twin()
{
	client "$IPVSADM" ping -n -q -e 7 -c 15 -i 0.1 -W 1 "${@:3}" "$2" > "$work/$1" &
}

for net in 10.0.N. fd00:N::; do
	twin silent "${net/N/9}9"
	twin asked "${net/N/1}1"
	until_true test -s "$work/silent" -a -s "$work/asked"
	twin later "${net/N/1}1"
	twin refused "${net/N/8}8"
	wait
	ok "nobody's host does not answer, $net" grep -q "15 packets transmitted, 0 received, 100%" "$work/silent"
	ok "one that is there answers once, $net" grep -q "15 packets transmitted, 15 received, 0%" "$work/asked"
	ok "whoever asks it, $net" grep -q "15 packets transmitted, 15 received, 0%" "$work/later"
	ok "what is refused is an error to who sent it, $net" grep -qE "15 packets transmitted, 0 received, [+][0-9]+ errors" "$work/refused"
done
finish
