#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# FTP under NAT: data connections find the server of their control connection, whoever calls,
# in both families, with servers of Debian's, on the service's port and on another.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/ftp.sh"
setup
# The first calls from the port below its own, the other from any.
serve_vsftpd 1 21
serve_ftpd 2 2121

# is_each CLAIM MODE MORE: of two sessions, each server had all of one
is_each()
{
	is "$1" "$(grep "^$2" "$work/sessions" | sort)" "$2 1 whole$3"$'\n'"$2 2 whole$3"
}

vs -A -t $VIP:21 -s rr
vs -a -t $VIP:21 -r 10.0.2.11:21 -m
vs -a -t $VIP:21 -r 10.0.2.12:2121 -m
ftp $VIP 21 2 pasv epsv port > "$work/sessions"
is_each "PASV, told the virtual address" pasv " $VIP"
is_each "EPSV" epsv
is_each "PORT" port
ok "active, from port 20 of the virtual address" grep -qF "$VIP:20 " <(vs -Lnc)
# vsftpd knows it for IPv6 alone.
vs -e -t $VIP:21 -r 10.0.2.11:21 -m -w 0
is "EPRT" "$(ftp $VIP 21 eprt)" "eprt 2 whole"

vs -A -t "[$VIP6]:21" -s rr
vs -a -t "[$VIP6]:21" -r "[fd00:2::11]:21" -m
vs -a -t "[$VIP6]:21" -r "[fd00:2::12]:2121" -m
ftp $VIP6 21 2 epsv eprt > "$work/sessions"
is_each "EPSV, IPv6" epsv
is_each "EPRT, IPv6" eprt
ok "active, IPv6, from port 20 of the virtual address" grep -qF "[$VIP6]:20 " <(vs -Lnc)
is "all that was expected has come" "$(expected)" 0

# Clients that people have, which choose among all modes by themselves.
curl()
{
	client curl -sS --max-time 30 --no-ftp-skip-pasv-ip "$@" 2>&1
}

is "curl, passive" "$(curl "ftp://$VIP/name")" 2
is "curl, passive, without EPSV" "$(curl --disable-epsv "ftp://$VIP/name")" 2
is "curl, active" "$(curl -P - "ftp://$VIP/name")" 2
is "curl, active, IPv6" "$(curl -P - "ftp://[$VIP6]/name" | grep -c '^[12]$')" 1
is "lftp, which sends commands without waiting for answers" \
	"$(client timeout 60 lftp -c "set net:max-retries 1; set net:timeout 10;
		set ftp:fix-pasv-address no; set ftp:sync-mode off; open $VIP; cat name; cat name" 2>&1)" $'2\n2'
finish
