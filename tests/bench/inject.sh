# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Packets from the injector module, in the harness that $harness names:
#
#	wire    end to end: sent in the client's namespace, counted by its sink
#	stack   received by one dummy device of the director, sent by the other

parameters=/sys/module/lvs_inject/parameters

# inject NS DEVICE NAME=VALUE...: $sent, $arrived and $nanoseconds say what came of it
inject()
{
	local ns=$1 device=$2
	local pair

	shift 2
	for pair; do
		printf %s "${pair#*=}" > "$parameters/${pair%%=*}"
	done
	ip netns exec "$ns" bash -c "printf %s $device > $parameters/run"
	read -r sent arrived nanoseconds < "$parameters/result"
}

# What a row sends, until it says otherwise.
packets()
{
	packet=(family=4 protocol=udp flags=ack size=60 first=0 stride=1 services=1 any_server=0
		"vip=$VIP" "server=$SERVER" client=10.1.0.1 "flows=$1")
	translates "$contender" || packet+=("vip=$SERVER")
}

packets6()
{
	packets "$1"
	packet+=(family=6 size=74 "vip=$VIP6" "server=$SERVER6" client=fd01::1)
	translates "$contender" || packet+=("vip=$SERVER6")
}

# Nanoseconds are of a host that may have other work; instructions are not.
native=0
! grep -q 'User Mode Linux' /proc/cpuinfo || native=1

# send request|reply COUNT NAME=VALUE...
send()
{
	local direction=$1 count=$2
	local way before

	shift 2
	case $harness,$direction in
	wire,request)	way=(c c0 "mac=$OUT_MAC" xmit=1 reply=0) ;;
	wire,reply)	way=(s s0 "mac=$IN_MAC" xmit=1 reply=1) ;;
	stack,request)	way=(d out "mac=$OUT_MAC" xmit=0 reply=0 sink=in) ;;
	stack,reply)	way=(d in "mac=$IN_MAC" xmit=0 reply=1 sink=out) ;;
	esac
	[[ $harness == stack ]] || before=$(received "$direction")
	inject "${way[@]}" "${packet[@]}" "count=$count" "usual=$native" "$@"
	[[ $harness == stack ]] || arrived=$(($(received "$direction") - before))
}

# What is not timed is compared; what got lost is missing from later figures, whose
# packets it counts among.
prime()
{
	send "$@" check=1
	((arrived == sent)) || echo "measure: $row: only $arrived of $sent arrived rewritten"
	lost=$((lost + sent - arrived))
}

# figure NAME request|reply COUNT NAME=VALUE...
figure()
{
	local name=$1

	shift
	send "$@" check=0
	emit "$name" instructions/packet \
		"$((nanoseconds / sent)).$((nanoseconds * 10 / sent % 10))" $((sent + lost)) "$arrived"
}
