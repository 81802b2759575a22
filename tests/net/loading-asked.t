#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who asks for a service while the module is being loaded waits for its scheduler's module,
# which waits for ours: neither waits for ever. They meet on two processors (guest -c 2) only.
# Alone: it takes our modules out of the kernel.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
# Namespaces are not needed for that.
director()
{
	"$@"
}

# The family that comes next has the next number, if none came after ours: it is asked before
# anybody can know its name.
cat > "$work/asker" << 'ASKER'
import os
import struct
import sys

from ipvs_request import *

sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
body = struct.pack("=BBH", NEW_SERVICE, 1, 0) + service(key())
last = max(Genl(name).family for name in ("IPVS", "LVS"))
messages = [struct.pack("=IHHII", 16 + len(body), last + number, REQUEST, 1, 0) + body
            for number in (1, 2)]
print("ready", flush=True)
sys.stdin.read()
print("asking", flush=True)
while True:
    for message in messages:
        sock.send(message)
ASKER

live()
{
	grep -q '^lvs .* Live ' /proc/modules
}

served()
{
	vs -Sn | grep -qx -- '-A -t 10.9.0.1:80 -s rr'
}

# Others may have come after ours that is there: tunnels of an earlier test have a family, too.
unload
mkfifo "$work/go"
for round in 1 2 3; do
	modprobe lvs
	PYTHONPATH=$top/tests/lib python3 "$work/asker" < "$work/go" > "$work/said" &
	asker=$!
	exec {go}> "$work/go"
	until_true grep -q ready "$work/said"
	unload
	exec {go}>&-
	until_true grep -q asking "$work/said"
	modprobe lvs &
	ok "round $round: the module is loaded" until_true live
	ok "round $round: the service is there" until_true served
	kill $asker
	wait
	vs -C
	unload
done
finish
