#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# FTP over direct routing: nothing is read, but a persistent service of port 21 takes what its
# clients call on other ports too, and they find the server of their control connection.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/ftp.sh"
setup
direct_servers
serve_vsftpd 1 21
serve_vsftpd 2 21

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 passive="epsv pasv" active=port || net=fd00:2::1 passive=epsv active=eprt
	vs -A -t "$vip:21" -s rr -p 100
	for number in 1 2; do
		vs -a -t "$vip:21" -r $net$number -g
	done
	# shellcheck disable=SC2086
	ftp "$address" 21 $passive > "$work/sessions"
	is "$vip: passive, all of the client's at one server" \
		"$(cut -d' ' -f2,3 "$work/sessions" | uniq)" "$(cut -d' ' -f2 "$work/sessions" | head -n 1) whole"
	ok "$vip: of each session" test "$(wc -l < "$work/sessions")" -eq "$(wc -w <<< "$passive")"
	ok "$vip: data go by the client's template" \
		eval 'vs -Lnc | grep -F "$vip:21 " | grep -q ":0 "'
	is "$vip: active, from the virtual address" "$(ftp "$address" 21 $active | cut -d' ' -f1,3)" "$active whole"
	is "$vip: the director sees no reply" \
		"$(vs -Ln --stats -t "$vip:21" | awk '$1 == "TCP" { print $5 }')" 0
	vs -C
done
finish
