# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The words of the net tests. A test sources this file, says what it claims and
# exits by `finish`. It runs as root in a guest, in namespaces of its own:
#
#	 client --------- director --------- server 1, 2, 3
#	 10.0.1.2         10.0.1.1           10.0.2.11 .12 .13
#	 fd00:1::2        10.0.2.1           fd00:2::11 ::12 ::13
#	                  VIP 10.0.1.100, fd00:1::100
#
#	setup            load the modules, build the topology
#	client CMD...    run in that namespace; so director, server N
#	vs ARG...        ipvsadm in the director's namespace
#	serve [PORT [N...]]   HTTP on port 80 of each server, or of those; its answer is its number
#	serve_sctp N ADDRESS...   the same by SCTP, on these addresses of server N
#	ok CLAIM CMD...  a test point: CMD succeeds
#	is CLAIM GOT WANT   a test point: both are the same
#	until_true CMD...   wait until CMD succeeds, at most half a minute
#	finish           plan, clean up, exit
#
# Another test may run beside it; a line "# Alone: WHY" in its head rules that out.

# shellcheck disable=SC2034
VIP=10.0.1.100
VIP6=fd00:1::100
top=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/../..")
IPVSADM=${IPVSADM:-$top/build/ipvsadm/ipvsadm}
points=0
failures=0
tag=lvs$$
work=$(mktemp -d)

client()
{
	ip netns exec "$tag-c" "$@"
}

director()
{
	ip netns exec "$tag-d" "$@"
}

server()
{
	local number=$1

	shift
	ip netns exec "$tag-$number" "$@"
}

vs()
{
	director "$IPVSADM" "$@"
}

note()
{
	sed 's/^/# /' <<< "$*"
}

ok()
{
	local claim=$1

	shift
	points=$((points + 1))
	if "$@" > "$work/out" 2>&1; then
		echo "ok $points - $claim"
	else
		echo "not ok $points - $claim"
		note "command: $*"
		note "$(tail -n 20 "$work/out")"
		failures=$((failures + 1))
	fi
}

is()
{
	points=$((points + 1))
	if [[ $2 == "$3" ]]; then
		echo "ok $points - $1"
	else
		echo "not ok $points - $1"
		note "got:  $2"
		note "want: $3"
		failures=$((failures + 1))
	fi
}

until_true()
{
	local deadline=$((SECONDS + ${PATIENCE:-30}))

	until "$@"; do
		((SECONDS < deadline)) || return 1
		sleep 0.1
	done
}

# What a command prints is what it should be; for until_true.
prints()
{
	local want=$1

	shift
	[[ $("$@" 2> /dev/null) == "$want" ]]
}

cleanup()
{
	local space

	for space in /run/netns/"$tag"-*; do
		[[ -e $space ]] || continue
		ip netns pids "${space##*/}" 2> /dev/null | xargs -r kill 2> /dev/null
		ip netns del "${space##*/}" 2> /dev/null
	done
	rm -rf "$work"
}

finish()
{
	trap - EXIT
	cleanup
	echo "1..$points"
	exit $((failures > 0))
}

# ends DEV ADDR ADDR6: commands, for a batch, that make it an end of a cable
ends()
{
	echo "addr add $2 dev $1"
	echo "addr add $3 dev $1 nodad"
	echo "link set $1 up"
}

# wire NS DEV ADDR ADDR6 NS DEV ADDR ADDR6: a cable between two namespaces
wire()
{
	ip link add "$2" netns "$1" type veth peer name "$6" netns "$5"
	ends "$2" "$3" "$4" | ip -n "$1" -batch -
	ends "$6" "$7" "$8" | ip -n "$5" -batch -
}

# The servers share a segment: a bridge on the director's side.
topology()
{
	local name

	{
		printf "netns add $tag-%s\n" c d 1 2 3
		echo "link add eth0 netns $tag-c type veth peer name out netns $tag-d"
		printf "link add eth0 netns $tag-%s type veth peer name s%s netns $tag-d\n" 1 1 2 2 3 3
	} | ip -batch -
	director sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
		net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
	ip -n "$tag-c" -batch - << COMMANDS
link set lo up
$(ends eth0 10.0.1.2/24 fd00:1::2/64)
route add default via 10.0.1.1
route add default via fd00:1::1
COMMANDS
	ip -n "$tag-d" -batch - << COMMANDS
link set lo up
$(ends out 10.0.1.1/24 fd00:1::1/64)
addr add $VIP/24 dev out
addr add $VIP6/64 dev out nodad
link add in type bridge
$(ends in 10.0.2.1/24 fd00:2::1/64)
$(printf 'link set s%s master in up\n' 1 2 3)
COMMANDS
	for name in 1 2 3; do
		ip -n "$tag-$name" -batch - << COMMANDS
link set lo up
$(ends eth0 "10.0.2.1$name/24" "fd00:2::1$name/64")
route add default via 10.0.2.1
route add default via fd00:2::1
COMMANDS
	done
}

setup()
{
	trap cleanup EXIT
	modprobe lvs
	topology
}

# Ours, with all its schedulers, out of the kernel: for tests that need it empty.
unload()
{
	until_true unloaded
}

unloaded()
{
	awk '/^lvs_/ { print $1 }' /proc/modules | xargs -r rmmod 2> /dev/null
	! grep -q '^lvs ' /proc/modules || rmmod lvs 2> /dev/null
}

# fresh_ports COUNT: the first of so many source ports that this test has not used before.
# One drawn at random could belong to a connection that still lives.
fresh_ports()
{
	local used

	# Mostly called in subshells: the number stands in a file.
	used=$(cat "$work/ports" 2> /dev/null || echo 10000)
	echo $((used + $1)) > "$work/ports"
	echo "$used"
}

# serve [PORT [NUMBER...]]: an HTTP server in each real server, or these, that answers with its
# number, on both families. All are started before the first is asked, and is ready meanwhile.
serve()
{
	local port=${1:-80} number

	(($# > 1)) || set -- "$port" 1 2 3
	for number in "${@:2}"; do
		server "$number" "$top/build/tests/serve" "$number" "$port" &
	done
	for number in "${@:2}"; do
		until_true director "$top/build/tests/ask" "10.0.2.1$number" "$port" > /dev/null
	done
}

serve_sctp()
{
	local address

	for address in "${@:2}"; do
		server "$1" "$top/tests/lib/sctp" serve "$1" "$address" 80 &
		until_true prints "$1" server "$1" "$top/tests/lib/sctp" ask "$address" 80
	done
}

# ask HOST [PORT [TIMES]]: which server answers
ask()
{
	client "$top/build/tests/ask" "$@"
}

# direct_servers: real servers own the virtual addresses, and answer the client on a
# cable of their own, past the director: what direct routing and tunnels need.
#
#	client eth1 10.0.1N.2, fd00:1N::2 --- eth1 10.0.1N.1, fd00:1N::1 server N
direct_servers()
{
	local number

	client sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
	for number in 1 2 3; do
		wire "$tag-c" "eth$number" "10.0.1$number.2/24" "fd00:1$number::2/64" \
			"$tag-$number" eth1 "10.0.1$number.1/24" "fd00:1$number::1/64"
		client sysctl -qw "net.ipv4.conf.eth$number.rp_filter=0"
		server $number sysctl -qw net.ipv4.conf.all.arp_ignore=1 \
			net.ipv4.conf.all.arp_announce=2 net.ipv4.conf.all.rp_filter=0 \
			net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
		ip -n "$tag-$number" addr add $VIP/32 dev lo
		ip -n "$tag-$number" addr add $VIP6/128 dev lo nodad
		ip -n "$tag-$number" route add 10.0.1.0/24 via "10.0.1$number.2"
		ip -n "$tag-$number" -6 route add fd00:1::/64 via "fd00:1$number::2"
	done
}

# tunnel_ends: server 1 takes what comes in tunnels of any kind, GUE at port 5555
tunnel_ends()
{
	modprobe -a ipip ip6_tunnel ip_gre ip6_gre fou fou6
	ip -n "$tag-1" -batch - << 'COMMANDS'
link add t4 up type ipip local 10.0.2.11 remote any
link add t6 up type ip6tnl mode any local fd00:2::11 remote any
link add g4 up type gre local 10.0.2.11 remote any
link add g6 up type ip6gre local fd00:2::11 remote any
COMMANDS
	ip -n "$tag-1" fou add port 5555 gue
	ip -n "$tag-1" fou add port 5555 gue -6
	server 1 sysctl -qw net.ipv4.conf.t4.rp_filter=0 net.ipv4.conf.g4.rp_filter=0
}

# marked_network: 10.8.0.0/16 and fd00:8::/32 are the director's, and packets to them have
# mark 8, so that one service has many virtual addresses.
marked_network()
{
	director ip route add local 10.8.0.0/16 dev lo
	director ip route add local fd00:8::/32 dev lo
	director nft -f - << 'EOF'
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		ip daddr 10.8.0.0/16 meta mark set 8
		ip6 daddr fd00:8::/32 meta mark set 8
	}
}
EOF
}

# nobodys_networks: clients of 172.16.0.0/12, 10.7.0.0/16 and fd00:99::/32, servers of 10.9.0.0/16
# and fd00:9::/64. Nobody is there, and nobody says so. $mac is where their packets are sent to.
nobodys_networks()
{
	client sysctl -qw net.ipv4.conf.all.forwarding=0
	director ip -batch - << 'ROUTES'
route add 172.16.0.0/12 via 10.0.1.2
route add fd00:99::/32 via fd00:1::2
route add 10.7.0.0/16 via 10.0.1.2
route add 10.9.0.0/16 via 10.0.2.11
route add fd00:9::/64 via fd00:2::11
ROUTES
	mac=$(director cat /sys/class/net/out/address)
}
