#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# SCTP in tunnels whose own checksum covers it: senders leave SCTP's to their device, if that can
# make it, and it is no Internet checksum that what is outside could be worked out from.
. "$(dirname "$0")/../lib/net.sh"
setup
modprobe sctp
direct_servers
tunnel_ends
ip -n "$tag-2" -batch - << 'COMMANDS'
link add c4 up type gre local 10.0.2.12 remote any icsum
link add c6 up type ip6gre local fd00:2::12 remote any icsum
COMMANDS
server 2 sysctl -qw net.ipv4.conf.c4.rp_filter=0
# Room for the tunnels: to learn of a narrow path takes SCTP seconds.
ip -n "$tag-c" link set eth0 mtu 1400
for number in 1 2; do
	serve_sctp $number $VIP $VIP6
done

# tunnel CLAIM SERVER ARG...
tunnel()
{
	local vip real

	for vip in $VIP "[$VIP6]"; do
		[[ $vip == "$VIP" ]] && real=10.0.2.1$2 || real=fd00:2::1$2
		vs -A --sctp-service "$vip:80" -s rr
		vs -a --sctp-service "$vip:80" -r "$real" -i "${@:3}"
		is "$1, $vip: an answer to many bytes" \
			"$(client "$top/tests/lib/sctp" ask "${vip//[\[\]]/}" 80 1 50000)" "$2"
		vs -D --sctp-service "$vip:80"
	done
}

tunnel "IPIP" 1
tunnel "GRE with checksum" 2 --tun-type gre --tun-csum
tunnel "GUE with checksum" 1 --tun-type gue --tun-port 5555 --tun-csum
tunnel "GUE with remote checksum" 1 --tun-type gue --tun-port 5555 --tun-remcsum
finish
