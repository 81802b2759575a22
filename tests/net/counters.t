#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Counters are exact when read: what the client's interface counted is what is shown.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53
vs -A -u $VIP:53 -s rr
vs -a -u $VIP:53 -r 10.0.2.11:53 -m

ask $VIP 53 25 udp "" "$(fresh_ports 25)" > "$work/out"
is "the client got 25 answers" "$(grep -c 1 "$work/out")" 25
# "name\n" is 5 bytes, the answer "1\n" 2; UDP and IP add 28.
want="25 25 25 825 750"
is "service" "$(vs -Ln --stats --exact -u $VIP:53 | awk '/^UDP/ { $1 = $2 = ""; print $0 }' | xargs)" "$want"
is "real server" "$(vs -Ln --stats --exact -u $VIP:53 | awk '/10.0.2.11/ { $1 = $2 = ""; print $0 }' | xargs)" "$want"
is "namespace" "$(director awk 'NR == 3 { print $1, $2, $3, $4, $5 }' /proc/net/ip_vs_stats)" "19 19 19 339 2EE"
is "reasons: requests" "$(vs -L --explain | awk '$1 == "request-sent" { print $3 }')" 25
is "reasons: replies" "$(vs -L --explain | awk '$1 == "reply" { print $3 }')" 25
vs -Z
is "zeroed" "$(vs -Ln --stats --exact -u $VIP:53 | awk '/^UDP/ { $1 = $2 = ""; print $0 }' | xargs)" "0 0 0 0 0"
finish
