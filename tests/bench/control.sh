# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Rows of those who have services and a command: growth, memory, control.

# steer_timed ARGUMENT...: $instructions are those of the command, in user and kernel
# mode. bash tells milliseconds, which is too coarse for one server.
steer_timed()
{
	local command=ipvsadm

	[[ $contender != lvs ]] || command=$IPVSADM
	instructions=$(ip netns exec d python3 -c '
import resource, subprocess, sys
with open("/run/rules") as rules, open("/run/listed", "w") as listed:
    subprocess.run(sys.argv[1:], stdin=rules, stdout=listed, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(round((used.ru_utime + used.ru_stime) * 1e9))' "$command" "$@")
}

# service_address NUMBER, server_address NUMBER
service_address()
{
	echo "172.$((16 + $1 / 65536)).$(($1 / 256 % 256)).$(($1 % 256))"
}

# service_lines COUNT SCHEDULER: one service at each address from 172.16.0.0 on
service_lines()
{
	awk -v count="$1" -v scheduler="$2" 'BEGIN {
		for (i = 0; i < count; i++)
			printf "-A -u 172.%d.%d.%d:80 -s %s\n", 16 + i / 65536, i / 256 % 256,
				i % 256, scheduler
	}'
}

# server_lines SERVICES SERVERS [FIRST]: so many servers each, from 10.2.0.1 on
server_lines()
{
	awk -v services="$1" -v last="$2" -v first="${3:-0}" 'BEGIN {
		for (i = 0; i < services; i++)
			for (j = first; j < last; j++)
				printf "-a -u 172.%d.%d.%d:80 -r 10.2.%d.%d:80 -m -w 1\n",
					16 + i / 65536, i / 256 % 256, i % 256, j / 250, 1 + j % 250
	}'
}

# nft_services COUNT: the same services for connection tracking, in a map
nft_services()
{
	{
		echo "table ip services { map servers { type ipv4_addr : ipv4_addr; elements = {"
		awk -v count="$1" 'BEGIN {
			for (i = 0; i < count; i++)
				printf "172.%d.%d.%d : 10.2.0.1,\n", 16 + i / 65536, i / 256 % 256, i % 256
		}'
		echo "}; }"
		echo "chain prerouting { type nat hook prerouting priority dstnat;"
		echo "udp dport 80 dnat to ip daddr map @servers; }; }"
	} > /run/rules
	ip netns exec d nft -f /run/rules
}

many_services()
{
	local before

	before=$(memory_used)
	case $contender in
	nft | flowtable)
		nft_services "$1"
		(($1 < 100000)) || memory_figure bytes/service "$before" "$1"
		return
		;;
	esac
	service_lines "$1" rr > /run/rules
	steer -R < /run/rules
	(($1 < 100000)) || memory_figure bytes/service "$before" "$1"
	server_lines "$1" 1 > /run/rules
	before=$(memory_used)
	steer -R < /run/rules
	(($1 < 100000)) || memory_figure bytes/first-server "$before" "$1" first-server
}

# services COUNT: visited scattered, by new connections and by established ones
row_services()
{
	begin stack 100000
	ip -n d route add local 172.16.0.0/12 dev lo
	many_services "$1"
	packets 100000
	packet+=("services=$1" vip=172.16.0.0 server=10.2.0.1 stride=7919)
	figure first request 20000
	prime request 20000
	figure request request 20000
}

# The schedulers that lvs has: rr, then the others
all_schedulers()
{
	local file

	echo rr
	for file in "$here/../../build/$(uname -r)"/lvs_*.ko; do
		file=${file##*/lvs_}
		[[ $file == rr.ko ]] || echo "${file%.ko}"
	done
}

# servers COUNT: a new connection's cost with each scheduler
row_servers()
{
	local before scheduler
	local tried=0

	begin stack
	ip -n d route add local 172.16.0.0/12 dev lo
	packets 2000
	packet+=(vip=172.16.0.0 any_server=1)
	service_lines 1 rr | steer -R
	server_lines 1 "$1" > /run/rules
	before=$(memory_used)
	steer -R < /run/rules
	(($1 < 10000)) || memory_figure bytes/server "$before" "$1"
	# One service for all: to add so many servers takes longer than to measure.
	for scheduler in $(all_schedulers); do
		modprobe "${contender%_sized}_$scheduler"
		steer -E -u 172.16.0.0:80 -s "$scheduler" || {
			echo "measure: $contender does not do $scheduler with $1 servers"
			continue
		}
		prime request 2000 first=$((tried * 4000))
		figure "first,$scheduler" request 2000 first=$((tried * 4000 + 2000))
		tried=$((tried + 1))
	done
}

# restore SERVICES: with 10 servers each, and a list of them
row_restore()
{
	local lines=$(($1 * 11))

	begin stack
	{
		service_lines "$1" wlc
		server_lines "$1" 10
	} > /run/rules
	steer_timed -R
	emit restore instructions/line $((instructions / lines))
	steer_timed -Ln
	(($(wc -l < /run/listed) >= lines)) || {
		echo "measure: the list has $(wc -l < /run/listed) lines, not $lines" >&2
		return 1
	}
	emit list instructions/line $((instructions / lines))
}

# The last of 10,000 servers: by a command each, from its start to its end, and by
# restore, which starts once
row_add-server()
{
	local number sum=0

	begin stack
	{
		service_lines 1 wlc
		server_lines 1 9890
	} > /run/rules
	steer -R < /run/rules
	server_lines 1 9990 9890 > /run/rules
	steer_timed -R
	emit restore instructions/server $((instructions / 100))
	for ((number = 10; number; number--)); do
		steer_timed -a -u 172.16.0.0:80 -r "10.3.0.$number:80" -m
		sum=$((sum + instructions))
	done
	emit command instructions/server $((sum / 10))
}

# bulk_figure NAME ARGUMENT...
bulk_figure()
{
	local name=$1 to=$VIP

	shift
	translates "$contender" || to=$SERVER
	ip netns exec c iperf3 -J -c "$to" -p 80 -n 256M "$@" > /run/bulk
	emit "$name" instructions/KiB "$(python3 -c '
import json
end = json.load(open("/run/bulk"))["end"]["sum_received"]
print(round(end["seconds"] * 1e9 / (end["bytes"] / 1024)))')"
}

row_bulk()
{
	local server

	begin wire
	ip -n c addr add 10.0.1.2/24 dev c0
	ip -n s addr add $SERVER/24 dev s0
	ip -n c route add default via 10.0.1.1
	ip -n s route add default via 10.0.2.1
	ip netns exec s iperf3 -s -p 80 > /dev/null 2>&1 &
	server=$!
	until ip netns exec s ss -Hltn 'sport = 80' | grep -q .; do
		((SECONDS < 300)) || return 1
		sleep 0.1
	done
	bulk_figure upload
	bulk_figure download -R
	kill $server
	wait $server || :
}
