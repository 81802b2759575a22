#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# cache_bypass: what a mark has caught for caches, of which none can be had, goes to the host
# that it was sent to, and stays with it; but nothing that was sent to the director itself.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/bypass.sh"
setup
serve 80 1 2
# Server 2 is a cache for all hosts.
catch 'tcp dport 80 iifname "out"'
vs -A -f 7 -s rr
vs -a -f 7 -r 10.0.2.12:80 -m
vs -A -f 7 -6 -s rr
vs -a -f 7 -6 -r "[fd00:2::12]:80" -m

cache_takes()
{
	vs -e -f 7 -r 10.0.2.12:80 -m -w "$1"
	vs -e -f 7 -6 -r "[fd00:2::12]:80" -m -w "$1"
}

refused="Connection refused"
for host in $host $host6; do
	cache_takes 1
	is "$host: the cache answers for it" "$(ask $host 80)" 2
	cache_takes 0
	director sysctl -qw net.ipv4.vs.cache_bypass=0
	# ICMP has no source for what is not the director's own: IPv4 clients are not told.
	is "$host: without a cache, nobody answers" \
		"$(client timeout 3 "$top/build/tests/ask" $host 80 2>&1 | grep -c '^[12]$')" 0
	director sysctl -qw net.ipv4.vs.cache_bypass=1
	is "$host: cache_bypass=1: it answers itself" "$(ask $host 80)" 1
	is "$host: all of a large answer" "$(client "$top/tests/lib/fetch" $host 80 1000000)" whole
	is "$host: connections are listed with it as their end" \
		"$(vs -Lnc | awk -v host="${host//:/[:]}" '$6 ~ host && $5 ~ host { print $5 == $6 }' |
			sort -u)" 1
	cache_takes 1
	is "$host: with the cache back, it answers anew" "$(ask $host 80)" 2
	cache_takes 0
done
is "what is for the director itself is refused" "$(ask $VIP 80)" "$refused"
is "what is for the director itself is refused, IPv6" "$(ask $VIP6 80)" "$refused"
ok "0 and 1 are all that it takes" bash -c "! ip netns exec $tag-d sysctl -qw net.ipv4.vs.cache_bypass=2"
finish
