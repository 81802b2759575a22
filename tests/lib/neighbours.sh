# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced by tests of what stands beside the director in a packet's way, after net.sh.
#
#	services SERVER...      TCP port 8080 of both virtual addresses, by NAT to port 80 of these
#	answers CLAIM WANT      who answers there, in both families
#	transfers CLAIM         a large download and a large upload of each family come whole
#	begin_transfers         a download of each family begins, and stands still
#	end_transfers CLAIM     these go on, and come whole
#	move NAME FROM TO       a device's addresses go to another one, default ways with them
#	into VRF TABLE DEVICE ADDRESS...
#	                        a device of the director's is of that VRF, with addresses that it lost
#	leads TABLE VIA NET...  ways there
#	known_mtus              what the client has learned of its ways to the virtual addresses
#	came NAME DEVICE        packets that this device has received

services()
{
	local number

	{
		echo "-A -t $VIP:8080 -s rr"
		echo "-A -t [$VIP6]:8080 -s rr"
		for number; do
			echo "-a -t $VIP:8080 -r 10.0.2.1$number:80 -m"
			echo "-a -t [$VIP6]:8080 -r [fd00:2::1$number]:80 -m"
		done
	} | vs -R
}

answers()
{
	is "$1, IPv4" "$(ask $VIP 8080)" "$2"
	is "$1, IPv6" "$(ask $VIP6 8080)" "$2"
}

transfers()
{
	local vip

	for vip in $VIP $VIP6; do
		is "$1, $vip: download" "$(client "$top/tests/lib/fetch" $vip 8080 1000000)" whole
		is "$1, $vip: upload" "$(client "$top/tests/lib/fetch" $vip 8080 -1000000)" whole
	done
}

# transfer VIP GATE: one that fails leaves nobody waiting at its gate
transfer()
{
	client "$top/tests/lib/fetch" "$1" 8080 3000000 "$2" || cat "$2"
}

begin_transfers()
{
	rm -f "$work"/gate[46]
	mkfifo "$work/gate4" "$work/gate6"
	transfer $VIP "$work/gate4" > "$work/whole4" &
	transfer4=$!
	transfer $VIP6 "$work/gate6" > "$work/whole6" &
	transfer6=$!
	# Opens when they have received something.
	exec 4> "$work/gate4" 6> "$work/gate6"
}

end_transfers()
{
	exec 4>&- 6>&-
	wait $transfer4 $transfer6
	is "$1, IPv4" "$(cat "$work/whole4")" whole
	is "$1, IPv6" "$(cat "$work/whole6")" whole
}

move()
{
	local name=$1 from=$2 to=$3 address addresses

	addresses=$(ip -n "$tag-$name" -o addr show dev "$from" scope global | awk '{ print $4 }')
	{
		echo "addr flush dev $from scope global"
		echo "link set $to up"
		for address in $addresses; do
			[[ $address != *:* ]] || address+=" nodad"
			echo "addr add dev $to $address"
		done
		[[ $name == d ]] || for address in $addresses; do
			[[ $address == *:* ]] && echo "route replace default via ${address%::*}::1" ||
				echo "route replace default via ${address%.*}.1"
		done
	} | ip -n "$tag-$name" -batch -
}

into()
{
	local address

	ip -n "$tag-d" link show "$1" > /dev/null 2>&1 ||
		ip -n "$tag-d" link add "$1" up type vrf table "$2"
	ip -n "$tag-d" link set "$3" master "$1"
	for address in "${@:4}"; do
		ip -n "$tag-d" addr replace "$address" dev "$3" nodad
	done
}

leads()
{
	local net

	for net in "${@:3}"; do
		ip -n "$tag-d" route replace "$net" dev "$2" table "$1"
	done
}

known_mtus()
{
	{
		ip -n "$tag-c" -o route get $VIP
		ip -n "$tag-c" -6 -o route get $VIP6
	} | sed -n 's/.* mtu \([0-9]*\).*/\1/p' | xargs
}

came()
{
	ip netns exec "$tag-$1" cat "/sys/class/net/$2/statistics/rx_packets"
}
