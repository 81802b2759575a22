# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Who is measured: load_NAME brings what the kernel needs, once a guest; set_NAME
# makes namespace d forward port 80 of the virtual addresses to so many $servers.

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
				meta l4proto { tcp, udp } counter flow add @flows
			}
		}
	END
}

load_ip_vs()
{
	modprobe -a ip_vs ip_vs_rr
}

# With a connection table of a million buckets instead of 4,096.
load_ip_vs_sized()
{
	modprobe ip_vs conn_tab_bits=20
	modprobe ip_vs_rr
}

set_ip_vs_sized()
{
	set_ip_vs
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

# The command of those who have services.
steer()
{
	case $contender in
	lvs)	ip netns exec d "$IPVSADM" "$@" ;;
	ip_vs*)	ip netns exec d ipvsadm "$@" ;;
	*)	return 1 ;;
	esac
}

# udp_timeout SECONDS: until a silent flow is forgotten
udp_timeout()
{
	case $contender in
	lvs | ip_vs*)	steer --set 0 0 "$1" ;;
	nft | flowtable)
		ip netns exec d sysctl -qw "net.netfilter.nf_conntrack_udp_timeout=$1" \
			"net.netfilter.nf_conntrack_udp_timeout_stream=$1" \
			"net.netfilter.nf_flowtable_udp_timeout=$1" \
			net.netfilter.nf_flowtable_tcp_timeout=86400
		;;
	esac
}

# room_for FLOWS: connection tracking is no bottleneck where the others are none
room_for()
{
	[[ $contender == nft || $contender == flowtable ]] || return 0
	local buckets=65536

	(($1 <= 50000)) || buckets=1048576
	sysctl -qw net.netfilter.nf_conntrack_max=$((buckets * 4))
	echo $buckets > /sys/module/nf_conntrack/parameters/hashsize
}

# How many packets have come past the flowtable: none, once flows are in it.
slow_packets()
{
	[[ $contender != flowtable ]] || ip netns exec d nft list chain inet shortcut forward |
		sed -n 's/.*counter packets \([0-9]*\).*/\1/p'
}
