#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A client may use one port of its own towards several virtual services, though these share
# the port of a real server: that sees it come from several.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80 1

for vip in "$VIP" "[$VIP6]"; do
	[[ $vip == "$VIP" ]] && server=10.0.2.11 || server='[fd00:2::11]'
	for port in 80 8080 8081; do
		vs -A -t $vip:$port -s rr
		vs -a -t $vip:$port -r $server:80 -m
		vs -A -u $vip:$port -s rr
		vs -a -u $vip:$port -r $server:80 -m
	done
	for port in 97 98; do
		vs -A -u $vip:$port -s rr
		vs -a -u $vip:$port -r $server:99 -m
	done
done

# asker TAG VIP KIND:VPORT,VPORT...: a line of answers for each such word, whose ports all are
# asked before the first answer is read.
cat > "$work/asker" << 'ASKER'
import socket
import sys

from inside import family_of, made, ports

tag, vip, *words = sys.argv[1:]
kinds = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}
family = family_of(vip)


def called(kind, cport, vport):
    sock = made(tag, "c", family, cport, kinds[kind])
    sock.connect((vip, int(vport)))
    return sock


def answer(sock):
    try:
        return sock.recv(100).decode().strip()
    except OSError as error:
        return type(error).__name__


for word in words:
    kind, vports = word.split(":")
    cport = next(ports)
    socks = [called(kind, cport, vport) for vport in vports.split(",")]
    for sock in socks:
        sock.send(b"name\n")
    print(*map(answer, socks))
ASKER

for conntrack in 0 1; do
	director sysctl -qw net.ipv4.vs.conntrack=$conntrack
	for vip in $VIP $VIP6; do
		with="$vip, conntrack=$conntrack"
		PYTHONPATH=$top/tests/lib python3 "$work/asker" "$tag" $vip tcp:80,8080,8081 \
			udp:80,8080,8081 udp:97,98 > "$work/answers" 2>&1
		is "$with: TCP of three services is answered" "$(sed -n 1p "$work/answers")" "1 1 1"
		is "$with: so is UDP" "$(sed -n 2p "$work/answers")" "1 1 1"
		is "$with: errors reach both who have asked a closed port" \
			"$(sed -n 3p "$work/answers")" "ConnectionRefusedError ConnectionRefusedError"
	done
done
is "the list tells the client's own port" "$(vs -Lcn |
	awk '/^UDP/ && $5 ~ /^10.0.1.100:80/ { print $4 }' | sort | uniq -c | awk '{ print $1 }')" $'3\n3'
finish
