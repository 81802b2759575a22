#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What routers say of packets in a tunnel reaches the client as if there were none: a path
# that is too narrow, a server that is out of reach.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
# Server 1 is a router here; behind it the real server, on a narrow link.
ip netns add "$tag-x"
ip -n "$tag-x" link set lo up
wire "$tag-1" far 10.0.5.1/24 fd00:5::1/64 "$tag-x" eth0 10.0.5.2/24 fd00:5::2/64
server 1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
	net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
director sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
ip -n "$tag-1" link set far mtu 1400
ip -n "$tag-x" link set eth0 mtu 1400
director ip route add 10.0.5.0/24 via 10.0.2.11
director ip -6 route add fd00:5::/64 via fd00:2::11

# probe ADDRESS PORT SIZE [SECONDS]: what becomes of a datagram that must not be fragmented; of
# ESP behind one of an exchange of keys, if the port is 500
cat > "$work/probe" << 'END'
import errno, socket, sys, time
address, port, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
six = ":" in address
sock = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(41 if six else 0, 23 if six else 10, 2)
sock.setsockopt(41 if six else 0, 25 if six else 11, 1)
if port == 500:
    sock.bind(("", 500))
    sock.sendto(b"keys", (address, 500))
    sock = socket.socket(sock.family, socket.SOCK_RAW, socket.IPPROTO_ESP)
    sock.setsockopt(41 if six else 0, 23 if six else 10, 2)
    sock.setsockopt(41 if six else 0, 25 if six else 11, 1)
sock.connect((address, port))
sock.settimeout(float((sys.argv[4:] or [5])[0]))
try:
    sock.send(bytes(size))
    sock.recv(1)
    print("answered")
except TimeoutError:
    print("silence")
except OSError as error:
    if error.errno == errno.EMSGSIZE:
        # A raw socket keeps the route that it had.
        sock = socket.socket(sock.family, socket.SOCK_DGRAM)
        sock.connect((address, port))
        print(sock.getsockopt(41 if six else 0, 24 if six else 14))
    else:
        print(errno.errorcode[error.errno])
END

probe()
{
	client python3 "$work/probe" "$@"
}

received()
{
	ip netns exec "$tag-x" cat /sys/class/net/eth0/statistics/rx_bytes
}

# arrives ADDRESS PORT SIZE: such a datagram comes to the real server
arrives()
{
	local before

	before=$(received)
	probe "$@" 0.1 > "$work/refused"
	until_true eval "((\$(received) >= $before + $3))"
}

# Each with its own port: 28 or 48 bytes of headers are the client's, the rest is the tunnel's.
port=9000
try()
{
	local claim=$1 vip=$2 address=$3 want=$4

	shift 4
	port=$((port + 1))
	[[ $address == *:* ]] && address="[$address]"
	vs -A -u "$vip:$port" -s rr
	vs -a -u "$vip:$port" -r "$address:$port" -i "$@"
	vip=${vip//[\[\]]/}
	client ip route flush cache
	client ip -6 route flush cache
	director ip route flush cache
	director ip -6 route flush cache
	is "$claim: the client learns what is left" "$(probe "$vip" $port 1400)" "$want"
	ok "$claim: a packet of that size arrives" \
		arrives "$vip" $port $((want - 28 - ($(wc -c <<< "$vip") > 11 ? 20 : 0)))
}

VIP6="[$VIP6]"
try "IPIP" $VIP 10.0.5.2 1380
try "GRE" $VIP 10.0.5.2 1376 --tun-type gre
try "GRE with checksum" $VIP 10.0.5.2 1372 --tun-type gre --tun-csum
try "GUE" $VIP 10.0.5.2 1368 --tun-type gue --tun-port 6080
# While nobody has a service of IPv6.
try "IPv4 in IPv6" $VIP fd00:5::2 1360
try "IPv6 in IPv6" "$VIP6" fd00:5::2 1360
try "IPv6 in IPv4" "$VIP6" 10.0.5.2 1380
try "GRE, IPv6" "$VIP6" fd00:5::2 1356 --tun-type gre

# Routers of old leave the size out (RFC 1191, 5): server 1 says so of a datagram of the client's.
cat > "$work/vague" << 'END'
import socket, struct
address = {end: socket.inet_aton(end) for end in ("10.0.2.1", "10.0.5.2", "10.0.1.2", "10.0.1.100")}
def header(length, protocol, source, target):
    return struct.pack("!BBHIBBH", 0x45, 0, length, 0x4000, 64, protocol, 0) + address[source] + address[target]
quoted = header(58, 4, "10.0.2.1", "10.0.5.2") + header(38, 17, "10.0.1.2", "10.0.1.100")
quoted += struct.pack("!HHHH", 7001, 9001, 18, 0)
message = struct.pack("!BBHI", 3, 4, 0, 0) + quoted
total = sum(struct.unpack(f"!{len(message) // 2}H", message))
total = (total & 0xffff) + (total >> 16)
total = (total & 0xffff) + (total >> 16)
with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as sock:
    sock.sendto(message[:2] + struct.pack("!H", ~total & 0xffff) + message[4:], ("10.0.2.1", 0))
END
client ip route flush cache
client python3 -c '
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.setsockopt(0, 10, 2)
    sock.bind(("", 7001))
    sock.connect(("10.0.1.100", 9001))
    sock.send(bytes(10))
    print("sent", flush=True)
    sock.settimeout(5)
    try:
        sock.recv(1)
    except OSError as error:
        print(error.errno, sock.getsockopt(0, 14))' > "$work/told" &
told=$!
until_true grep -q sent "$work/told"
server 1 python3 "$work/vague"
wait $told
is "of a size that is not told: the client learns of a small one" "$(tail -n 1 "$work/told")" "90 556"

# try_esp CLAIM SERVICE-ADDRESS SERVER WANT: with an exchange of keys before
try_esp()
{
	vs -A -u "$2:500" -s rr
	vs -a -u "$2:500" -r "$3" -i
	client ip route flush cache
	client ip -6 route flush cache
	director ip route flush cache
	director ip -6 route flush cache
	is "$1: the client learns what is left" "$(probe "${2//[\[\]]/}" 500 1400)" "$4"
}

try_esp "ESP, IPIP" $VIP 10.0.5.2 1380
try_esp "ESP, IPv6 in IPv6" "$VIP6" fd00:5::2 1360

# IPv6 takes 1280 bytes for granted: of such packets, the outer ones are fragmented.
ip -n "$tag-1" link set far mtu 1290
ip -n "$tag-x" link set eth0 mtu 1290
try "IPv6 in IPv6, less left than IPv6 has" "$VIP6" fd00:5::2 1280
try "IPv6 in IPv4, less left than IPv6 has" "$VIP6" 10.0.5.2 1280
ip -n "$tag-1" link set far mtu 1400
ip -n "$tag-x" link set eth0 mtu 1400

# Nobody but the VRF knows that way then; errors need one to clients there, as replies do.
into blue 11 in fd00:2::1/64
leads main blue 10.0.5.0/24 fd00:5::/64
leads 11 out 10.0.1.2/32 fd00:1::2/128
ip -n "$tag-d" route add 10.0.5.0/24 via 10.0.2.11 vrf blue
ip -n "$tag-d" route add fd00:5::/64 via fd00:2::11 vrf blue
learned()
{
	ip -n "$tag-d" -o route get "$1" vrf blue | sed -n 's/.* mtu \([0-9]*\).*/\1/p'
}

try "IPIP in a VRF" $VIP 10.0.5.2 1380
is "the director has learned it there, too" "$(learned 10.0.5.2)" 1400
try "IPv6 in IPv6 in a VRF" "$VIP6" fd00:5::2 1360
is "the director has learned it there, too, IPv6" "$(learned fd00:5::2)" 1400
# The virtual address, which errors come from, is nothing that the VRF knows.
for family in -4 -6; do
	ip -n "$tag-d" $family rule add pref 32765 table local
	ip -n "$tag-d" $family rule del pref 0
	ip -n "$tag-d" $family route add unreachable default metric 4278198272 table 11
done
try "IPv4 in IPv6 in a VRF" $VIP fd00:5::2 1360
try "IPv6 in IPv4 in a VRF" "$VIP6" 10.0.5.2 1380

ip -n "$tag-1" route add unreachable 10.0.5.2/32
ip -n "$tag-1" -6 route add unreachable fd00:5::2/128
is "nobody there, IPv4: the client is told" "$(probe $VIP 9001 10)" EHOSTUNREACH
is "nobody there, IPv6: the client is told" "$(probe fd00:1::100 9006 10)" EHOSTUNREACH
finish
