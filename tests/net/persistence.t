#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A persistent client stays with its server: by mask and prefix, over ports and marks.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
serve 81
for host in 3 130 131; do
	ip -n "$tag-c" addr add 10.0.1.$host/24 dev eth0
	ip -n "$tag-c" addr add fd00:1:0:0:8000::$host/64 dev eth0 nodad
done

# persistent FAMILY_OPTIONS SERVICE...: with three servers
persistent()
{
	local number

	vs -A "$@"
	for number in 1 2 3; do
		vs -a "$1" "$2" -r "$net$number" -m
	done
}

# from SOURCE [PORT [TIMES]]: which servers answer the client at that address
from()
{
	ask "$vip" "${2:-80}" "${3:-4}" tcp "$1" | sort -u | tr '\n' ' '
}

templates()
{
	vs -Lnc | awk -v v6="${#six[@]}" '$4 ~ /:0$/ && ($4 ~ /\[/) == v6 { print $1, $3, $4, $5 }' | sort
}

# Persistent connections that --persistent-conn shows, of all servers
persistent_count()
{
	vs -Ln --persistent-conn | awk '/->/ { sum += $4 } END { print sum }'
}

for family in IPv4 IPv6; do
	if [[ $family == IPv4 ]]; then
		vip=$VIP net=10.0.2.1 six=()
		one=10.0.1.2 far=10.0.1.130 far_too=10.0.1.131
		mask=255.255.255.128 masked=10.0.1.128:0
		port() { echo "$vip:$1"; }
	else
		vip=$VIP6 net=fd00:2::1 six=(-6)
		one=fd00:1::2 far=fd00:1:0:0:8000::130
		far_too=fd00:1:0:0:8000::131 mask=68 masked='[fd00:1:0:0:8000::]:0'
		port() { echo "[$vip]:$1"; }
	fi

	persistent -t "$(port 80)" -s rr -p 100
	first=$(from "$one")
	is "$family: one client, one server" "${#first}" 2
	is "$family: the next client gets the next server" "$(from "$far" | tr -d "$first" | wc -w)" 1
	is "$family: and the first keeps its own" "$(from "$one")" "$first"
	is "$family: a template for each, assured" "$(templates | cut -d' ' -f1,2,4)" \
		"TCP ASSURED $(port 80)
TCP ASSURED $(port 80)"
	is "$family: which are counted at their servers" "$(persistent_count)" 2

	vs -D -t "$(port 80)"
	is "$family: a service's templates outlive it" "$(templates | wc -l)" 2
	persistent -t "$(port 80)" -s none -p 100
	is "$family: made anew, it has its clients at the same servers" "$(from "$one")" "$first"
	is "$family: where they are counted" "$(persistent_count)" 2
	vs -D -t "$(port 80)"
	persistent -t "$(port 80)" -s rr -p 100 -M "$mask"
	is "$family: neighbours by mask share a server" "$(from "$far" 80 1)" "$(from "$far_too" 80 1)"
	ok "$family: they share a template" grep -qF -- "$masked" <(templates)
	vs -D -t "$(port 80)"

	persistent -t "$(port 0)" -s rr -p 100
	is "$family: all ports, one server" "$(from "$one" 80)" "$(from "$one" 81)"
	ok "$family: its template has no port" grep -qF -- "$(port 0)" <(templates)
	persistent -t "$(port 80)" -s rr
	is "$family: a service of the port itself comes first" "$(from "$one" 80 3)" "1 2 3 "
	vs -D -t "$(port 0)"
	vs -D -t "$(port 80)"

	director nft -f - <<-RULES
		table inet marks {
			chain prerouting {
				type filter hook prerouting priority mangle
				tcp dport 80-81 meta mark set 7
			}
		}
	RULES
	vs -A -f 7 "${six[@]}" -s rr -p 100
	for number in 1 2 3; do
		vs -a -f 7 "${six[@]}" -r $net$number -m
	done
	is "$family: all that a mark gathers, one server" "$(from "$one" 80)" "$(from "$one" 81)"
	is "$family: the mark's template is of no transport" "$(templates | grep -c '^IP ')" 1
	director nft delete table inet marks
	vs -C
done
finish
