#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A virtual address is answered by the director: ping says so, and asks through it if so wanted.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

for vip in "$VIP" "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 end=: || net=[fd00:2::1 end=]:
	for kind in t u; do
		vs -A -$kind "$vip:80" -s rr
		vs -a -$kind "$vip:80" -r "${net}1${end}80" -m
		vs -a -$kind "$vip:80" -r "${net}2${end}80" -m
	done
	vs ping -n -c 1 "$address" > "$work/lines" 2> "$work/note"
	ok "$vip: the director answers" grep -q "1 received" "$work/lines"
	ok "$vip: which is told" grep -q "$address is a virtual address: this director answers" "$work/note"
	ok "$vip: with what to ask instead" grep -qF -- "--service $vip:80" "$work/note"
	for protocol in tcp udp; do
		vs ping -n -c 3 -i 0.1 --$protocol 80 --through "$address" > "$work/lines"
		server=$(sed -n 's/^through the director to \(.*\) (.*/\1/p' "$work/lines")
		ok "$vip: a flow of $protocol has one server" grep -qxF "${server:-none}" \
			<(printf '%s\n' "${net}1${end}80" "${net}2${end}80")
		is "$vip: and stays with it" "$(vs -Lnc | awk -v p="${protocol^^}" -v s="$server" '$1 == p && $6 == s' | wc -l)" 1
		is "$vip: ten flows of $protocol have both" \
			"$(vs ping -n --$protocol 80 --enumerate 10 "$address" | awk '{ print $1, $2 }')" \
			"${net}1${end}80 5
${net}2${end}80 5"
		vs -D -"${protocol:0:1}" "$vip:80"
	done
done
vs ping -n -c 1 10.0.2.11 > /dev/null 2> "$work/note"
is "of another address nothing is told" "$(cat "$work/note")" ""
ok "what no service takes has no connection" grep -q "^no connection of the director" \
	<(vs ping -n -c 1 --tcp 80 --through 10.0.2.11)
ok "--through wants a port" eval '! vs ping -c 1 --through $VIP'
finish
