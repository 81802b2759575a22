# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The rows: row_NAME measures one in a topology of its own. A name may end in
# parameters after dashes: row_established runs wire-udp4 and stack-tcp6-100000.

# begin HARNESS [FLOWS [SERVERS]]: time may leap while a guest waits for its host, so
# nothing expires that ought not.
begin()
{
	harness=$1
	servers=${3:-1}
	lost=0
	room_for "${2:-500}"
	"topology_$harness"
	"set_$contender"
	udp_timeout 86400
}

# Flows took the shortcut, or the figure is of another path.
all_offloaded()
{
	[[ $(slow_packets) == "$1" ]] || {
		echo "measure: not every flow was in the flowtable: $1, then $(slow_packets)" >&2
		return 1
	}
}

# pktgen_figure NAME ARGUMENT...
pktgen_figure()
{
	local name=$1

	shift
	pktgen "$@"
	emit "$name" instructions/packet "$((nanoseconds / sent)).$((nanoseconds * 10 / sent % 10))" \
		"$sent" "$arrived"
}

# As lab notes of the project's beginning measured: kernel's generator, nft sink.
row_udp()
{
	local slow

	begin wire
	sinks
	pktgen request 500 500
	pktgen reply 500 500
	pktgen request 500 500
	slow=$(slow_packets)
	pktgen_figure request request 500 50000
	pktgen_figure reply reply 500 50000
	all_offloaded "$slow"
}

row_new-conn()
{
	begin wire 50000 3
	sinks
	pktgen_figure first request 50000 50000
}

# Each packet opens a connection, another is forgotten: the table has reached its size.
row_steady()
{
	begin wire 1000000 3
	sinks
	udp_timeout 1
	pktgen request 50001 300000 16
	pktgen_figure first request 50001 150000 16
	case $contender in
	lvs | ip_vs)	emit entries connections "$(ip netns exec d cat /proc/net/ip_vs_conn | wc -l)" ;;
	nft | flowtable)	emit entries connections "$(ip netns exec d sysctl -n net.netfilter.nf_conntrack_count)" ;;
	esac
}

# established HARNESS PROTOCOL+FAMILY [FLOWS]
row_established()
{
	local flows=${3:-500} family=${2: -1} protocol=${2%?}
	local slow bytes sizes=(60 1514)

	begin "$1" "$flows"
	[[ $1 != wire ]] || sinks "$family" "$protocol"
	if [[ $family == 6 ]]; then
		packets6 "$flows"
		sizes=(74 1514)
	else
		packets "$flows"
	fi
	packet+=("protocol=$protocol")
	establish "$flows"
	slow=$(slow_packets)
	((flows == 500)) || sizes=("${sizes[0]}")
	for bytes in "${sizes[@]}"; do
		figure "$bytes,request" request 20000 stride=7919 size="$bytes"
		figure "$bytes,reply" reply 20000 stride=7919 size="$bytes"
	done
	all_offloaded "$slow"
}

# establish FLOWS: as $packet says, and both directions translate
establish()
{
	translates "$contender" || set -- 500
	if [[ ${packet[*]} == *protocol=tcp* ]]; then
		prime request "$1" flags=syn
		prime reply "$1" flags=synack
	fi
	prime request "$1"
	prime reply "$1"
	prime request "$1"
	prime reply "$1"
}

# A connection's way from SYN to the last ACK.
row_tcp-life()
{
	begin stack 20000
	packets 20000
	packet+=(protocol=tcp)
	figure syn request 20000 flags=syn
	figure synack reply 20000 flags=synack
	figure ack request 20000
	prime request 20000
	prime reply 20000
	figure fin request 20000 flags=fin
	figure finack reply 20000 flags=fin
	figure last-ack request 20000
}

# connections FLOWS: what the first packet costs, later ones, and memory
row_connections()
{
	local flows=$1 count=$1 before

	begin stack "$flows"
	packets "$flows"
	translates "$contender" || count=20000
	before=$(memory_used)
	figure first request "$count"
	if translates "$contender" && ((flows >= 100000)); then
		[[ $contender == flowtable ]] || memory_figure bytes/connection "$before" "$flows"
	fi
	prime reply "$count"
	prime request "$count"
	if [[ $contender == flowtable ]] && ((flows >= 100000)); then
		memory_figure bytes/connection "$before" "$flows"
	fi
	figure request request 50000 stride=7919
	figure reply reply 50000 stride=7919
}

# What is in use once it has settled: a namespace and its tables go some time after
# the command that removes it.
memory_used()
{
	local now last=0 reading

	for ((reading = 0; reading < 50; reading++)); do
		sync
		echo 3 > /proc/sys/vm/drop_caches
		# Free pages that a processor keeps at hand are no less free: up to 8 MB.
		now=$(awk '$1 == "MemTotal:" { used += $2 * 1024 } $1 == "MemFree:" { used -= $2 * 1024 }
			$1 == "count:" { used -= $2 * 4096 } END { printf "%d", used }' /proc/meminfo /proc/zoneinfo)
		((now - last > 65536 || last - now > 65536)) || break
		last=$now
		sleep 0.2
	done
	echo "$now"
}

memory_figure()
{
	emit "${4:-memory}" "$1" $((($(memory_used) - $2) / $3))
}
