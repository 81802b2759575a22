#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What an FTP server says in two segments fits into one where the director has made it shorter:
# the device that cuts segments has nothing to cut then, and nothing is lost.
. "$(dirname "$0")/../lib/net.sh"
setup
director "$top/tests/lib/cut" out

# What the client hears last, and how often its server had to repeat itself
cat > "$work/ends" << 'END'
import socket, sys
from inside import family_of, made, ports
tag, vip = sys.argv[1:]
family = family_of(vip)
six = family == socket.AF_INET6
TCP_MAXSEG, TCP_INFO, RETRANSMITS = 2, 11, slice(100, 104)
listener = made(tag, "1", family, 21)
listener.listen()
client = made(tag, "c", family, next(ports))
client.connect((vip, 21))
server = listener.accept()[0]
server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
server.settimeout(5)
client.settimeout(5)
client.sendall(b"EPSV\r\n" if six else b"PASV\r\n")
server.recv(100)
line = b"229 Here (|||051201|)\r\n" if six else b"227 Here (010,000,002,011,200,001)\r\n"
text = b"x" * (server.getsockopt(socket.IPPROTO_TCP, TCP_MAXSEG) - len(line) - 1) + b"\r\n"
server.sendall(text + line)
heard = b""
while heard.count(b"\n") < 2:
    heard += client.recv(65536)
client.sendall(b"QUIT\r\n")
server.recv(100)
print(heard.split(b"\r\n")[1].decode(),
      int.from_bytes(server.getsockopt(socket.IPPROTO_TCP, TCP_INFO, 104)[RETRANSMITS], sys.byteorder))
END

for vip in $VIP "[$VIP6]"; do
	if [[ $vip == "$VIP" ]]; then
		real=10.0.2.11 told="227 Here (10,0,1,100,200,1)"
	else
		real=fd00:2::11 told="229 Here (|||51201|)"
	fi
	vs -A -t "$vip:21" -s rr
	vs -a -t "$vip:21" -r $real -m
	is "$vip: it is told, at once" \
		"$(PYTHONPATH=$top/tests/lib python3 "$work/ends" "$tag" "${vip//[\[\]]/}" 2>&1)" "$told 0"
done
finish
