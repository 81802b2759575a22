#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Segments that leave in a tunnel and may be fragmented on their way have numbers of their own,
# so that nobody puts fragments of two together.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80 1
direct_servers
tunnel_ends
modprobe sit
ip -n "$tag-1" link add s4 up type sit local 10.0.2.11 remote any
director sysctl -qw net.ipv4.vs.pmtu_disc=0

# How many segments in tunnels have the same number, by their first fragments
cat > "$work/numbers" << 'END'
import collections, socket, sys
link = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
link.bind(("eth0", 0x0800))
link.settimeout(30)
open(sys.argv[1], "w").close()
seen = collections.Counter()
while seen.total() < 200:
    packet = link.recv(100)
    if packet[9] in (4, 41) and not int.from_bytes(packet[6:8], "big") & 0x1fff:
        seen[packet[4:6]] += 1
print(max(seen.values()))
END
for vip in $VIP "[$VIP6]"; do
	vs -A -t "$vip:80" -s rr
	vs -a -t "$vip:80" -r 10.0.2.11 -i
	rm -f "$work/ready"
	server 1 python3 "$work/numbers" "$work/ready" > "$work/seen" &
	watcher=$!
	until_true test -e "$work/ready"
	is "$vip: an upload" "$(client "$top/tests/lib/fetch" "${vip//[\[\]]/}" 80 -1000000)" whole
	wait $watcher
	is "$vip: each number is that of one segment" "$(cat "$work/seen")" 1
done
finish
