#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Services and servers are charged to whom they were made by, so that a container's root is
# bound by the container's memory; with the tables of schedulers, whose largest is mh's.
. "$(dirname "$0")/../lib/net.sh"
setup
groups=$work/groups
mkdir "$groups"
mount -t cgroup2 none "$groups"
grep -qw memory "$groups/cgroup.controllers" || {
	umount "$groups"
	echo "1..0 # SKIP a kernel that charges no memory"
	exit
}
echo +memory > "$groups/cgroup.subtree_control"
group=$groups/$tag
mkdir "$group"

# charged RULES: kilobytes that they leave charged to their group
charged()
{
	local before

	before=$(cat "$group/memory.current")
	bash -c 'echo $$ > "$0" && exec ip netns exec "$@"' "$group/cgroup.procs" \
		"$tag-d" "$IPVSADM" -R <<< "$1"
	echo $((($(cat "$group/memory.current") - before) / 1024))
}

# Each CPU charges up to 256 kB ahead.
services=$(for port in {1..2000}; do
	echo "-A -t $VIP:$port -s rr"
done)
servers=$(for number in {1..2000}; do
	echo "-a -t $VIP:1 -r 10.0.2.11:$number -m"
done)
tables=$(for port in {3001..3040}; do
	echo "-A -t $VIP:$port -s mh"
done)
charged "-A -t $VIP:5000 -s mh" > /dev/null
ok "each of 2,000 services, 250 bytes or more" test "$(charged "$services")" -gt 500
ok "each of 2,000 servers, 250 bytes or more" test "$(charged "$servers")" -gt 500
ok "40 tables of mh, 32 kB each" test "$(charged "$tables")" -gt 900
before=$(cat "$group/memory.current")
vs -C
gone()
{
	(($(cat "$group/memory.current") < before - 2000 * 1024))
}
ok "and no more when they are gone" until_true gone
rmdir "$group"
umount "$groups"
finish
