# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The generator of the kernel, and the sinks of what it sends.

# sinks ADDRESS: count at the far ends what was translated, drop all
sinks()
{
	local to=10.0.2.11

	! translates "$contender" || ((servers == 1)) || to=10.0.2.11-10.0.2.$((10 + servers))
	ip netns exec s nft -f - <<- END
		table netdev sink {
			chain request {
				type filter hook ingress device s0 priority 0; policy drop
				ip daddr $to udp dport 80 counter drop
			}
		}
	END
	ip netns exec c nft -f - <<- END
		table netdev sink {
			chain reply {
				type filter hook ingress device c0 priority 0; policy drop
				ip saddr $1 udp sport 80 counter drop
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

# pktgen NS DIRECTION FLOWS COUNT: send, leave the time in $nanoseconds
pktgen()
{
	local ns=$1 direction=$2 flows=$3 count=$4
	# The generator stops one short of the maximum.
	local last=$((1024 + flows))
	local file line

	{
		if [[ $direction == request ]]; then
			file=c0
			printf '%s\n' "dst_mac $OUT_MAC" "src_min 10.0.1.2" "src_max 10.0.1.2" \
				"dst_min $virtual" "dst_max $virtual" "udp_dst_min 80" \
				"udp_dst_max 80" "udp_src_min 1024" "udp_src_max $last"
		else
			file=s0
			printf '%s\n' "dst_mac $IN_MAC" "src_min $SERVER" "src_max $SERVER" \
				"dst_min 10.0.1.2" "dst_max 10.0.1.2" "udp_src_min 80" \
				"udp_src_max 80" "udp_dst_min 1024" "udp_dst_max $last"
		fi
		printf '%s\n' "flag NO_TIMESTAMP" "pkt_size 60" "clone_skb 0" "delay 0" "count $count"
	} > /run/pktgen
	# The device stays listed from one run to the next.
	ip netns exec "$ns" bash -c '
		cd /proc/net/pktgen
		[[ -e '$file' ]] || echo add_device '$file' > kpktgend_0
		while read -r line; do
			echo "$line" > '$file'
		done < /run/pktgen
		echo start > pgctrl
		cat '$file > /run/pktgen.result
	line=$(sed -n 's/^Result: OK: \([0-9]*\)(.*/\1/p' /run/pktgen.result)
	[[ -n $line ]] || {
		cat /run/pktgen.result >&2
		return 1
	}
	nanoseconds=$((line * 1000))
}
