# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The generator of the kernel, and the sinks of what it sends.

# sinks [FAMILY PROTOCOL]: count at the far ends what was translated, drop all
sinks()
{
	local family=ip protocol=${2:-udp}
	local to=$SERVER from=$VIP

	if [[ ${1:-4} == 6 ]]; then
		family=ip6
		to=$SERVER6
		from=$VIP6
	fi
	if ! translates "$contender"; then
		from=$to
	elif ((servers > 1)); then
		to+=-${to%11}$((10 + servers))
	fi
	ip netns exec s nft -f - <<- END
		table netdev sink {
			chain request {
				type filter hook ingress device s0 priority 0; policy drop
				$family daddr $to $protocol dport 80 counter drop
			}
		}
	END
	ip netns exec c nft -f - <<- END
		table netdev sink {
			chain reply {
				type filter hook ingress device c0 priority 0; policy drop
				$family saddr $from $protocol sport 80 counter drop
			}
		}
	END
}

# received DIRECTION: how many packets the sink has counted
received()
{
	local ns=s

	[[ $1 == request ]] || ns=c
	ip netns exec $ns nft list table netdev sink | sed -n 's/.*counter packets \([0-9]*\).*/\1/p'
}

# pktgen request|reply FLOWS COUNT [CLIENTS]: send from so many addresses, a number
# coprime to that of flows, and leave what came of it in $sent, $arrived, $nanoseconds
pktgen()
{
	local direction=$1 flows=$2 count=$3 clients=${4:-1}
	# The generator stops one port short of the maximum, but not one address.
	local last_port=$((1024 + flows)) last_client=10.0.1.$((1 + clients))
	local ns=c device=c0 virtual=$VIP
	local before

	translates "$contender" || virtual=$SERVER
	[[ $direction == request ]] || { ns=s; device=s0; }
	if [[ $direction == request ]]; then
		printf '%s\n' "dst_mac $OUT_MAC" "src_min 10.0.1.2" "src_max $last_client" \
			"dst_min $virtual" "dst_max $virtual" "udp_dst_min 80" \
			"udp_dst_max 80" "udp_src_min 1024" "udp_src_max $last_port"
	else
		printf '%s\n' "dst_mac $IN_MAC" "src_min $SERVER" "src_max $SERVER" \
			"dst_min 10.0.1.2" "dst_max $last_client" "udp_src_min 80" \
			"udp_src_max 80" "udp_dst_min 1024" "udp_dst_max $last_port"
	fi > /run/pktgen
	printf '%s\n' "flag NO_TIMESTAMP" "pkt_size 60" "clone_skb 0" "delay 0" \
		"count $count" >> /run/pktgen
	before=$(received "$direction")
	# The device stays listed from one run to the next.
	ip netns exec $ns bash -c '
		cd /proc/net/pktgen
		[[ -e '$device' ]] || echo add_device '$device' > kpktgend_0
		while read -r line; do
			echo "$line" > '$device'
		done < /run/pktgen
		echo start > pgctrl
		cat '$device' > /run/pktgen.result'
	sent=$count
	arrived=$(($(received "$direction") - before))
	nanoseconds=$(sed -n 's/^Result: OK: \([0-9]*\)(.*/\1000/p' /run/pktgen.result)
	[[ -n $nanoseconds ]] || {
		cat /run/pktgen.result >&2
		return 1
	}
}
