#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# An FTP session goes on as it began, whatever becomes of its server meanwhile: of another
# forwarding method, or removed.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/ftp.sh"
setup
serve_vsftpd 1 21
vs -A -t $VIP:21 -s rr
vs -A -t "[$VIP6]:21" -s rr

# fetch VIP pasv|port: log in, tell or be told where to call, wait for a line, fetch "name"
fetch()
{
	client timeout 60 python3 -c '
import ftplib, socket, sys
vip, mode = sys.argv[1:]
with ftplib.FTP(timeout=20) as ftp:
    ftp.connect(vip, 21)
    ftp.login()
    if mode == "pasv":
        place = ftp.makepasv()
    else:
        ftp.set_pasv(False)
        listener = ftp.makeport()
    print("told", flush=True)
    sys.stdin.readline()
    if mode == "pasv":
        data = socket.create_connection(place, 20)
        ftp.sendcmd("RETR name")
    else:
        ftp.sendcmd("RETR name")
        data, source = listener.accept()
        assert source[0] == vip
    print(data.recv(100).decode().strip())' "$@"
}

# is_fetched CLAIM MODE COMMAND...: what becomes of the server between the word and the call
is_fetched()
{
	local address fetching real service

	for address in $VIP $VIP6; do
		[[ $address == *:* ]] && service="[$address]:21" real="[fd00:2::11]:21" ||
			service=$address:21 real=10.0.2.11:21
		vs -a -t "$service" -r $real -m
		coproc FETCH { fetch "$address" "$2" 2>&1; }
		fetching=$FETCH_PID
		read -ru "${FETCH[0]}"
		vs "${@:3}" -t "$service" -r $real
		echo >&"${FETCH[1]}"
		is "$1, $address" "$(cat <&"${FETCH[0]}")" 1
		wait "$fetching"
		vs -d -t "$service" -r $real 2> /dev/null
	done
}

is_fetched "of direct routing now: the client calls" pasv -e -g
is_fetched "of direct routing now: the server calls" port -e -g
is_fetched "removed: the server calls" port -d
director sysctl -qw net.ipv4.vs.expire_nodest_conn=1
is_fetched "of weight 0, which only who begins anew has to leave: the client calls" pasv -e -m -w 0
director sysctl -qw net.ipv4.vs.expire_nodest_conn=0
finish
