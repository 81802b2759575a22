#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Which connection a segment belongs to over a connection's life: reuse of a port,
# half-close, RST from either end, SYNs that come again.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
nobodys_networks

set_to()
{
	director sysctl -qw "net.ipv4.vs.$1=$2"
}

# segment PORT FLAGS SPORT: from a client that does not exist
segment()
{
	client "$top/build/tests/syn" eth0 "$mac" "$address" "$1" 1 "$2" "$ghost" "$3"
}

# state SPORT: of that client's connection; server: its server
state()
{
	vs -Lnc | awk -v v6="$six" '$4 ~ /:'"$1"'$/ && ($4 ~ /\[/) == v6 { print $3 }'
}

server_of()
{
	vs -Lnc | awk -v v6="$six" '$4 ~ /:'"$1"'$/ && ($4 ~ /\[/) == v6 { print $6 }'
}

# again HOST PORT SPORT: two connections from that port; who answers, how soon
again()
{
	client python3 - "$@" <<-'AGAIN'
		import socket, sys, time
		host, port, sport = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
		family = socket.AF_INET6 if ":" in host else socket.AF_INET
		slowest = 0
		for _ in range(2):
		    with socket.socket(family, socket.SOCK_STREAM) as sock:
		        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		        sock.bind(("", sport))
		        start = time.monotonic()
		        sock.connect((host, port))
		        slowest = max(slowest, time.monotonic() - start)
		        sock.sendall(b"name\n")
		        print(sock.makefile().readline().strip())
		        while sock.recv(100):
		            pass
		print("at once" if slowest < 0.9 else slowest)
	AGAIN
}

SYN=0x02 ACK=0x10 FIN=0x11 RST=0x04
for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	if [[ $vip == "$VIP" ]]; then
		net=10.0.2.1 six=0 ghost=172.16.0.1
	else
		net=fd00:2::1 six=1 ghost=fd00:99::1
	fi
	# Nobody answers on 99: two servers that do not exist.
	vs -A -t "$vip:99" -s rr
	vs -a -t "$vip:99" -r ${net}8 -m
	vs -a -t "$vip:99" -r ${net}9 -m
	vs -A -t "$vip:80" -s rr
	for number in 1 2; do
		vs -a -t "$vip:80" -r $net$number -m
	done

	segment 99 $SYN 5001
	first=$(server_of 5001)
	segment 99 $SYN 5001
	segment 99 $SYN 5001
	is "$vip: a repeated SYN keeps its server" "$(server_of 5001)" "$first"
	segment 99 $ACK 5001
	is "$vip: it is established by the client's ACK" "$(state 5001)" ESTABLISHED
	segment 99 $SYN 5001
	is "$vip: and not undone by a SYN" "$(state 5001) $(server_of 5001)" "ESTABLISHED $first"
	segment 99 $FIN 5001
	is "$vip: half-closed by the client" "$(state 5001)" CLOSE_WAIT
	segment 99 $RST 5001
	is "$vip: closed by the client's RST" "$(state 5001)" CLOSE
	set_to conn_reuse_mode 0
	segment 99 $SYN 5001
	is "$vip: without reuse, a SYN stays with the old server" "$(server_of 5001)" "$first"
	segment 99 $RST 5001
	segment 99 $ACK 5001
	segment 99 $RST 5001
	is "$vip: closed again" "$(state 5001)" CLOSE
	set_to conn_reuse_mode 2
	segment 99 $SYN 5001
	ok "$vip: with either mode, the SYN is scheduled anew" test "$(server_of 5001)" != "$first"
	is "$vip: and is the only one of that port" "$(state 5001)" SYN_RECV
	set_to conn_reuse_mode 1

	# One after the other from one port: the second finds the first in TIME_WAIT.
	again "$address" 80 5002 > "$work/again"
	is "$vip: a port used again finds the next server, without a second's wait" \
		"$(sort "$work/again" | tr '\n' ' ')" "1 2 at once "

	# The server ends it: nobody listens there.
	vs -A -t "$vip:81" -s rr
	vs -a -t "$vip:81" -r ${net}1 -m
	is "$vip: a refused client hears so" "$(ask "$address" 81 1 tcp "" 5004)" "Connection refused"
	is "$vip: closed by the server's RST" "$(state 5004)" CLOSE

	# Midway: only when told so.
	segment 99 $ACK 5005
	is "$vip: no connection begins midway" "$(state 5005)" ""
	set_to sloppy_tcp 1
	segment 99 $ACK 5005
	is "$vip: unless sloppy_tcp" "$(state 5005)" ESTABLISHED
	segment 99 $RST 5006
	is "$vip: never with an RST" "$(state 5006)" ""
	set_to sloppy_tcp 0

	# A server of weight 0 keeps its connections, and is left at the next SYN if told so.
	left=$(server_of 5001)
	left=${left%:*}
	vs -e -t "$vip:99" -r "$left:99" -m -w 0
	segment 99 $SYN 5001
	is "$vip: weight 0 keeps a SYN that comes again" "$(server_of 5001)" "$left:99"
	set_to expire_nodest_conn 1
	segment 99 $SYN 5001
	is "$vip: unless expire_nodest_conn" "$(server_of 5001)" "$first"
	# Of a removed server, the idle ones go too.
	vs -d -t "$vip:99" -r "$first"
	ok "$vip: connections of a removed server end" until_true prints "" state 5001
	set_to expire_nodest_conn 0
	vs -C
done
finish
