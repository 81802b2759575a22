#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Datagrams that a sender hands over as one, to be cut as late as can be (UDP_SEGMENT), reach
# their server each by itself, in every way of forwarding and as the tunnel has it.
. "$(dirname "$0")/../lib/net.sh"
setup
direct_servers
tunnel_ends
# They are cut, and their checksums made, where they leave the director.
director "$top/tests/lib/sum" s1
ways=("-m" "-g" "-i" "-i --tun-type gre"
	"-i --tun-type gue --tun-port 5555"{,\ --tun-csum,\ --tun-remcsum})

# Each way, in each family, has a port of its own.
for way in "${!ways[@]}"; do
	for family in 0 1; do
		vip=$VIP real=10.0.2.11 port=$((7000 + 10 * family + way))
		((family == 0)) || vip="[$VIP6]" real="[fd00:2::11]"
		echo "-A -u $vip:$port -s rr"
		echo "-a -u $vip:$port -r $real:$port ${ways[way]}"
	done
done | vs -R

# What comes to each port: the sizes, of those that are whole
cat > "$work/receive" << 'END'
import select, socket, sys
came = {}
for port in [*range(7000, 7007), *range(7010, 7017)]:
    sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    sock.bind(("::", port))
    came[sock] = []
open(sys.argv[1], "w").close()
while any(len(sizes) < 5 for sizes in came.values()):
    ready = select.select(came, [], [], 10)[0]
    if not ready:
        break
    for sock in ready:
        data = sock.recv(65536)
        whole = data == bytes([len(came[sock])]) * len(data)
        came[sock].append(len(data) if whole else "damaged")
for sock, sizes in came.items():
    print(sock.getsockname()[1], *sizes)
END
cat > "$work/send" << 'END'
import socket, sys
burst = b"".join(bytes([number]) * 1000 for number in range(5))[:4500]
for vip, family, first in ((sys.argv[1], socket.AF_INET, 7000), (sys.argv[2], socket.AF_INET6, 7010)):
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.IPPROTO_UDP, 103, 1000)
        for port in range(first, first + 7):
            sock.sendto(burst, (vip, port))
END
server 1 python3 "$work/receive" "$work/ready" > "$work/received" 2>&1 &
until_true test -e "$work/ready"
client python3 "$work/send" $VIP $VIP6
wait $!
for way in "${!ways[@]}"; do
	is "IPv4, ${ways[way]}" "$(grep "^700$way" "$work/received")" "700$way 1000 1000 1000 1000 500"
	is "IPv6, ${ways[way]}" "$(grep "^701$way" "$work/received")" "701$way 1000 1000 1000 1000 500"
done
finish
