#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# An ICMP error reaches the end of the connection that it is about, in terms of
# that end: refusals reach clients, and path MTUs are found on both sides.
#
#	far client - 1300 - client - director - server 1 - 1300 - far server
. "$(dirname "$0")/../lib/net.sh"
setup
ip netns add "$tag-x"
ip netns add "$tag-y"
for name in c 1; do
	ip netns exec "$tag-$name" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
done
wire "$tag-1" far 10.0.3.1/24 fd00:3::1/64 "$tag-x" eth0 10.0.3.2/24 fd00:3::2/64
wire "$tag-c" far 10.0.4.1/24 fd00:4::1/64 "$tag-y" eth0 10.0.4.2/24 fd00:4::2/64
ip -n "$tag-x" route add default via 10.0.3.1
ip -n "$tag-x" -6 route add default via fd00:3::1
ip -n "$tag-y" route add default via 10.0.4.1
ip -n "$tag-y" -6 route add default via fd00:4::1
ip -n "$tag-d" route add 10.0.3.0/24 via 10.0.2.11
ip -n "$tag-d" -6 route add fd00:3::/64 via fd00:2::11
ip -n "$tag-d" route add 10.0.4.0/24 via 10.0.1.2
ip -n "$tag-d" -6 route add fd00:4::/64 via fd00:1::2
# The near side of each far link alone is narrow: what comes in is announced as wider.
ip -n "$tag-1" link set far mtu 1300
ip -n "$tag-c" link set far mtu 1300
for name in x y; do
	ip netns exec "$tag-$name" sysctl -qw net.ipv4.tcp_mtu_probing=0
done
ip netns exec "$tag-x" "$top/build/tests/serve" far 80 &
until_true director "$top/build/tests/ask" 10.0.3.2 80 > /dev/null
serve 80

vs -A -t $VIP:8080 -s rr
vs -a -t $VIP:8080 -r 10.0.3.2:80 -m
vs -A -t "[$VIP6]:8080" -s rr
vs -a -t "[$VIP6]:8080" -r "[fd00:3::2]:80" -m
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.12:80 -m
vs -A -t "[$VIP6]:80" -s rr
vs -a -t "[$VIP6]:80" -r "[fd00:2::12]:80" -m
for port in 9 10009; do
	vs -A -u $VIP:$port -s rr
	vs -a -u $VIP:$port -r 10.0.2.12:9 -m
	vs -A -u "[$VIP6]:$port" -s rr
	vs -a -u "[$VIP6]:$port" -r "[fd00:2::12]:9" -m
done

mtu_to()
{
	local family=$1

	shift
	ip -n "$tag-$1" "$family" -o route get "$2" | sed -n 's/.* mtu \([0-9]*\).*/\1/p'
}

far()
{
	ip netns exec "$tag-y" "$top/tests/lib/fetch" "$@"
}

is "IPv4: a server's closed port is the client's refusal" "$(ask $VIP 9 1 udp)" "Connection refused"
is "IPv4: with another port" "$(ask $VIP 10009 1 udp)" "Connection refused"
is "IPv6: a server's closed port is the client's refusal" "$(ask $VIP6 9 1 udp)" "Connection refused"
is "IPv6: with another port" "$(ask $VIP6 10009 1 udp)" "Connection refused"
is "IPv4: an upload through a narrow link behind the director" \
	"$(client "$top/tests/lib/fetch" $VIP 8080 -300000)" "whole"
is "the client has learned the path MTU to the virtual address" "$(mtu_to -4 c $VIP)" "1300"
is "IPv6: an upload through a narrow link behind the director" \
	"$(client "$top/tests/lib/fetch" $VIP6 8080 -300000)" "whole"
is "the client has learned the path MTU to the virtual address, IPv6" "$(mtu_to -6 c $VIP6)" "1300"
is "IPv4: a download through a narrow link before the client" "$(far $VIP 80 300000)" "whole"
is "the real server has learned the path MTU to the client" "$(mtu_to -4 2 10.0.4.2)" "1300"
is "IPv6: a download through a narrow link before the client" "$(far $VIP6 80 300000)" "whole"
is "the real server has learned the path MTU to the client, IPv6" "$(mtu_to -6 2 fd00:4::2)" "1300"
ok "an echo to the virtual address is answered by the director" client ping -c 1 -W 5 $VIP
ok "an echo to the virtual address, IPv6" client ping -c 1 -W 5 $VIP6
finish
