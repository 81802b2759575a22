#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Large transfers arrive whole through segmentation offload, both ways and both
# families, and outlive weight 0 and the removal of their server.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
size=${SIZE:-20000000}

vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:80 -m
vs -A -t "[$VIP6]:8080" -s rr
vs -a -t "[$VIP6]:8080" -r "[fd00:2::12]:80" -m

is "IPv4 download" "$(client "$top/tests/lib/fetch" $VIP 80 $size)" "whole"
is "IPv6 download" "$(client "$top/tests/lib/fetch" $VIP6 8080 $size)" "whole"
is "IPv4 upload" "$(client "$top/tests/lib/fetch" $VIP 80 -$size)" "whole"
is "IPv6 upload" "$(client "$top/tests/lib/fetch" $VIP6 8080 -$size)" "whole"

mkfifo "$work/gate"
client "$top/tests/lib/fetch" $VIP 80 $size "$work/gate" > "$work/result" &
transfer=$!
exec 3> "$work/gate"
vs -e -t $VIP:80 -r 10.0.2.11:80 -m -w 0
is "weight 0 takes no new connection" "$(ask $VIP 80)" "Connection refused"
vs -d -t $VIP:80 -r 10.0.2.11:80
echo go >&3
exec 3>&-
wait $transfer
is "the transfer under way survives the removal" "$(cat "$work/result")" "whole"
finish
