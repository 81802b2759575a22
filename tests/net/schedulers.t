#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each scheduler spreads as it should, and none picks weight 0.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:80 -m -w 3
vs -a -t $VIP:80 -r 10.0.2.12:80 -m -w 1
vs -a -t $VIP:80 -r 10.0.2.13:80 -m -w 0

# Connections of each server, counted by the director since the last time.
spread()
{
	vs -Z
	ask $VIP 80 8 > /dev/null
	vs -Ln --stats --exact | awk '/10.0.2.1[123]/ { printf "%s ", $3 }'
}

is "rr: equal, whatever the weights" "$(spread)" "4 4 0 "
vs -E -t $VIP:80 -s wrr
is "wrr: by weight" "$(spread)" "6 2 0 "
vs -E -t $VIP:80 -s wlc
# 10 and 6 are there already, for weights 3 and 1: the first is owed all eight.
is "wlc: by load for weight" "$(spread)" "8 0 0 "
vs -E -t $VIP:80 -s lc
is "lc: nobody of weight 0" "$(spread | cut -d' ' -f3)" "0"
# What is done with no traffic to blur it: all are idle, none has a connection open.
for scheduler in fo sed nq; do
	vs -E -t $VIP:80 -s $scheduler
	is "$scheduler: the heaviest, or the first idle one" "$(spread)" \
		"$([[ $scheduler == nq ]] && echo "0 8 0 " || echo "8 0 0 ")"
done
vs -E -t $VIP:80 -s ovf
is "ovf: the heaviest while it has room" "$(spread)" "8 0 0 "
vs -E -t $VIP:80 -s twos
is "twos: nobody of weight 0" "$(spread | cut -d' ' -f3)" "0"
vs -E -t $VIP:80 -s none
is "none: refused" "$(ask $VIP 80)" "Connection refused"
finish
