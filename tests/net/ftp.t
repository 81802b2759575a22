#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# FTP under NAT: data connections find the server of their control connection, whoever calls,
# in both families, with servers of Debian's, on the service's port and on another.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/ftp.sh"
setup
for number in 1 2; do
	serve_vsftpd $number 21
	serve_ftpd $number 2121
done

# ftp_service VIP SERVER: N in SERVER is its number
ftp_service()
{
	vs -C
	vs -A -t "$1:21" -s rr
	vs -a -t "$1:21" -r "${2/N/1}" -m
	vs -a -t "$1:21" -r "${2/N/2}" -m
}

# is_each CLAIM MODE MORE: of two sessions, each server had all of one
is_each()
{
	is "$1" "$(grep "^$2" "$work/sessions" | sort)" "$2 1 whole$3"$'\n'"$2 2 whole$3"
}

for daemon in vsftpd:21 pyftpdlib:2121; do
	name=${daemon%:*} port=${daemon#*:}
	# vsftpd knows EPRT for IPv6 alone.
	modes=(pasv epsv port)
	[[ $name == vsftpd ]] || modes+=(eprt)
	ftp_service $VIP "10.0.2.1N:$port"
	ftp $VIP 21 2 "${modes[@]}" > "$work/sessions"
	is_each "$name: PASV, told the virtual address" pasv " $VIP"
	for mode in "${modes[@]:1}"; do
		is_each "$name: ${mode^^}" "$mode"
	done
	ftp_service "[$VIP6]" "[fd00:2::1N]:$port"
	ftp $VIP6 21 2 epsv eprt > "$work/sessions"
	is_each "$name: EPSV, IPv6" epsv
	is_each "$name: EPRT, IPv6" eprt
	is "$name: all that was expected has come" "$(expected)" 0
done
ok "active, from port 20 of the virtual address" grep -qF "$VIP:20 " <(vs -Lnc)
is "no session is left open" "$(vs -Lnc | grep -c 'ESTABLISHED.*:21 ')" 0
finish
