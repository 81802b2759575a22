#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Broken requests of every command and attribute, alone, in batches and as lists that nobody
# reads: each is answered as the contract knows, what is refused changes nothing, and right
# requests and clients beside them meet a director as if there were no others.
#
#	SEED=n PACKETS=n    the same requests again; fewer
. "$(dirname "$0")/../lib/net.sh"
setup
seed=${SEED:-$RANDOM}
requests=${PACKETS:-4000}
fuzz=$top/build/net-debug/fuzz-netlink
note "SEED=$seed PACKETS=$requests"
serve 80
for vip in $VIP "[$VIP6]"; do
	vs -A -t "$vip:80" -s wrr
	for number in 1 2 3; do
		[[ $vip == "$VIP" ]] && server=10.0.2.1$number || server="[fd00:2::1$number]"
		vs -a -t "$vip:80" -r "$server:80" -m
	done
done
mine()
{
	vs -Sn | grep -F -e " $VIP:80 " -e " [$VIP6]:80 "
}
mine > "$work/before"

# Others' tables are none of each other's business: two at once, each in its namespace.
ip netns add "$tag-x"
ip netns add "$tag-y"
fuzz()
{
	timeout 900 ip netns exec "$tag-$1" "$fuzz" "$2" "$3" "$4" > "$work/fuzz-$1"
}
fuzz d "$seed" "$requests" spare &
spare=$!
fuzz x $((seed + 1)) "$requests" all &
all=$!
fuzz y $((seed + 2)) 100000000 all &
endless=$!
answers=0
wrong=0
while kill -0 $spare $all 2> /dev/null; do
	for vip in $VIP $VIP6; do
		answer=$(ask "$vip" 80 3 | sort | xargs)
		answers=$((answers + 1))
		[[ $answer == "1 2 3" ]] || wrong=$((wrong + 1))
	done
done
ok "beside a stream of right requests" wait $spare
note "$(cat "$work/fuzz-d")"
ok "what is refused changes nothing" wait $all
note "$(cat "$work/fuzz-x")"
is "clients were served in turn all the while ($answers times)" "$wrong" 0
is "nobody else's service has changed" "$(mine)" "$(cat "$work/before")"
ok "lists can be left for good" test -d "/proc/$endless"
ip netns pids "$tag-y" | xargs -r kill -9
wait $endless 2> "$work/killed"
for name in d x y; do
	ip netns pids "$tag-$name" | xargs -r kill
	ip netns del "$tag-$name"
done
ok "and it can be unloaded" unload
finish
