#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# lblc and lblcr keep each virtual address of a service at its server, in both families,
# until that server goes, may take no more, or nobody has asked for a while.
# Alone: it takes modules of schedulers out of the kernel.
. "$(dirname "$0")/../lib/net.sh"
setup
marked_network
serve 80

# server_of N: the real server's address in this family
server_of()
{
	[[ $family == 4 ]] && echo "10.0.2.1$1:80" || echo "[fd00:2::1$1]:80"
}

# Where the same thirty addresses of the service are sent.
places()
{
	client "$top/tests/lib/place" 30 80 "$prefix" "$(fresh_ports 30)"
}

for scheduler in lblc lblcr; do
	for family in 4 6; do
		[[ $family == 4 ]] && prefix=10.8.0.0/16 || prefix=fd00:8::/32
		mark=(-f 8)
		[[ $family == 4 ]] || mark+=(-6)
		claim="$scheduler, IPv$family"
		vs -C
		vs -A "${mark[@]}" -s $scheduler
		for number in 1 2; do
			vs -a "${mark[@]}" -r "$(server_of $number)" -m -w 100
		done
		places > "$work/first"
		is "$claim: addresses are spread" "$(sort "$work/first" | uniq -c | xargs)" \
			"15 1 15 2"
		vs -a "${mark[@]}" -r "$(server_of 3)" -m -w 100
		vs -E "${mark[@]}" -s $scheduler
		is "$claim: and stay, though another server is idle and the service is edited" \
			"$(places | diff - "$work/first")" ""
		vs -e "${mark[@]}" -r "$(server_of 1)" -m -w 0
		places > "$work/second"
		is "$claim: those of a server of weight 0 go elsewhere" \
			"$(sort -u "$work/second" | xargs)" "2 3"
		vs -d "${mark[@]}" -r "$(server_of 2)"
		is "$claim: those of one that was removed, too" "$(places | sort -u)" "3"
		vs -d "${mark[@]}" -r "$(server_of 1)"
		vs -a "${mark[@]}" -r "$(server_of 1)" -m -w 100
		vs -a "${mark[@]}" -r "$(server_of 2)" -m -w 100
		is "$claim: there they stay when others come" "$(places | sort -u)" "3"
		director sysctl -qw net.ipv4.vs.${scheduler}_expiration=1
		# The time in which nobody asks is what is tested: each look begins it anew.
		sleep 2.1
		is "$claim: until nobody has asked for a while, then the less loaded have them" \
			"$(places | sort -u | xargs)" "1 2"
		director sysctl -qw net.ipv4.vs.${scheduler}_expiration=86400
	done
	ok "$scheduler: no time is refused" \
		eval "! director sysctl -qw net.ipv4.vs.${scheduler}_expiration=0"
	vs -C
	ok "$scheduler: its module goes" rmmod lvs_$scheduler
	ok "$scheduler: and its setting" eval "! director sysctl net.ipv4.vs.${scheduler}_expiration"
done
finish
