#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# With nat_icmp_send, a real server whose packet belongs to no connection is told at once;
# without, and from any other port or host, packets pass.
. "$(dirname "$0")/../lib/net.sh"
setup
cat > "$work/listen" << 'END'
import socket, sys
held = []
for address in "10.0.1.2", "fd00:1::2":
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for kind in socket.SOCK_DGRAM, socket.SOCK_STREAM:
        sock = socket.socket(family, kind)
        sock.bind((address, 5555))
        held.append(sock)
        if kind == socket.SOCK_STREAM:
            sock.listen(9)
open(sys.argv[1], "w").close()
held[0].settimeout(300)
while True:
    for sock in held[0], held[2]:
        sock.settimeout(0.05)
        try:
            sock.sendto(b"heard", sock.recvfrom(99)[1])
        except TimeoutError:
            pass
END
cat > "$work/send" << 'END'
import socket, sys
kind, source, address = sys.argv[1:]
family = socket.AF_INET6 if ":" in address else socket.AF_INET
sock = socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(("", int(source)))
sock.settimeout(10)
try:
    sock.connect((address, 5555))
    if kind == "udp":
        sock.send(b"x")
        sock.recv(9)
    print("heard")
except ConnectionRefusedError:
    print("refused")
except OSError as error:
    print(error)
END
client python3 "$work/listen" "$work/listens" &
until_true test -e "$work/listens"

say()
{
	local number=$1

	shift
	server "$number" python3 "$work/send" "$@"
}

for vip in "$VIP" "[$VIP6]"; do
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	for number in 1 3; do
		[[ $number == 1 ]] && method=-m || method=-g
		[[ $vip == "$VIP" ]] && server=$net$number:80 || server="[$net$number]:80"
		for kind in -u -t; do
			((number == 3)) || vs -A $kind "$vip:80" -s rr
			vs -a $kind "$vip:80" -r "$server" $method
		done
	done
done
for address in 10.0.1.2 fd00:1::2; do
	for kind in udp tcp; do
		director sysctl -qw net.ipv4.vs.nat_icmp_send=0
		is "$address, $kind: it passes at first" "$(say 1 $kind 80 $address)" heard
		director sysctl -qw net.ipv4.vs.nat_icmp_send=1
		is "$address, $kind: then it is refused" "$(say 1 $kind 80 $address)" refused
		is "$address, $kind: but not from another port" "$(say 1 $kind 81 $address)" heard
		is "$address, $kind: nor of another host" "$(say 2 $kind 80 $address)" heard
		is "$address, $kind: nor of a server that is not behind NAT" "$(say 3 $kind 80 $address)" heard
	done
done
# The end of a connection from before may be one, too.
ok "each is counted" test "$(vs -L --explain | awk '$1 == "stray-reply" { print $3 }')" -ge 4
serve 8080
vs -A -t $VIP:8080 -s rr
vs -a -t $VIP:8080 -r 10.0.2.12:8080 -m
is "a connection's replies go their way" "$(ask $VIP 8080)" 2
finish
