# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Who is measured: load_NAME brings what the kernel needs, once a guest; set_NAME
# makes namespace d forward port 80 of the virtual addresses to so many $servers.

contenders=(floor forward nft flowtable ip_vs lvs)

# The floor of layer 2: whatever comes in by one cable leaves by the other.
load_floor()
{
	modprobe -a sch_ingress cls_matchall act_mirred
}

set_floor()
{
	ip netns exec d tc qdisc add dev out clsact
	ip netns exec d tc qdisc add dev in clsact
	ip netns exec d tc filter add dev out ingress matchall action mirred egress redirect dev in
	ip netns exec d tc filter add dev in ingress matchall action mirred egress redirect dev out
}

load_forward()
{
	:
}

set_forward()
{
	:
}

load_nft()
{
	modprobe -a nf_tables nft_chain_nat nft_ct nft_numgen
}

# Round robin, as the others: a turn for each new connection.
set_nft()
{
	local turns=() turns6=()
	local number

	for ((number = 0; number < servers; number++)); do
		turns+=("$number : 10.0.2.$((11 + number)),")
		turns6+=("$number : fd00:2::$((11 + number)),")
	done
	# Injected segments do not move a window.
	ip netns exec d sysctl -qw net.netfilter.nf_conntrack_tcp_be_liberal=1
	ip netns exec d nft -f - <<- END
		table ip nat {
			chain prerouting {
				type nat hook prerouting priority dstnat
				ip daddr $VIP meta l4proto { tcp, udp } th dport 80 dnat to numgen inc mod $servers map { ${turns[*]} }
			}
		}
		table ip6 nat {
			chain prerouting {
				type nat hook prerouting priority dstnat
				ip6 daddr $VIP6 meta l4proto { tcp, udp } th dport 80 dnat to numgen inc mod $servers map { ${turns6[*]} }
			}
		}
	END
}

load_flowtable()
{
	load_nft
	modprobe -a nf_flow_table nf_flow_table_inet nft_flow_offload
}

set_flowtable()
{
	set_nft
	ip netns exec d nft -f - <<- END
		table inet shortcut {
			flowtable flows {
				hook ingress priority filter
				devices = { out, in }
			}
			chain forward {
				type filter hook forward priority filter
				meta l4proto { tcp, udp } flow add @flows
			}
		}
	END
}

load_ip_vs()
{
	modprobe -a ip_vs ip_vs_rr
}

set_ip_vs()
{
	balance ipvsadm
}

load_lvs()
{
	modprobe -a lvs lvs_rr
}

set_lvs()
{
	balance "$IPVSADM"
}

# balance IPVSADM: TCP and UDP over IPv4 and IPv6, by NAT, round robin
balance()
{
	local kind number

	for kind in "-t $VIP" "-u $VIP" "-t [$VIP6]" "-u [$VIP6]"; do
		echo "-A $kind:80 -s rr"
		for ((number = 11; number < 11 + servers; number++)); do
			if [[ $kind == *:* ]]; then
				echo "-a $kind:80 -r [fd00:2::$number]:80 -m"
			else
				echo "-a $kind:80 -r 10.0.2.$number:80 -m"
			fi
		done
	done | ip netns exec d "$1" -R
}

# Only these translate: for the others the client talks to the server itself.
translates()
{
	case $1 in
	floor | forward)	return 1 ;;
	esac
}
