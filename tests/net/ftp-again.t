#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# An FTP client may call from the port of its data connection before, at the one port where its
# server waits: it is the call that the server has told it to make.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/ftp.sh"
setup
serve_ftpd 1 21 ports=50000-50000

# fetch_twice VIP: both times from one port
fetch_twice()
{
	client timeout 60 python3 -c '
import ftplib, sys
with ftplib.FTP(timeout=20) as ftp:
    ftp.connect(sys.argv[1], 21)
    ftp.login()
    ftp.source_address = ("", 40000)
    for _ in range(2):
        ftp.retrlines("RETR name")' "$1" 2>&1 | xargs
}

for vip in $VIP "[$VIP6]"; do
	[[ $vip == *:* ]] && real="[fd00:2::11]" || real=10.0.2.11
	vs -A -t "$vip:21" -s rr
	vs -a -t "$vip:21" -r "$real:21" -m
	is "$vip: data again" "$(fetch_twice "${vip//[\[\]]/}")" "1 1"
	is "$vip: and the next client's" "$(fetch_twice "${vip//[\[\]]/}")" "1 1"
done
finish
