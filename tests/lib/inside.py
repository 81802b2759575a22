# SPDX-License-Identifier: GPL-2.0
"""Sockets in the namespaces of a test (see net.sh), all in one process that looks into
the director's table too: each step waits for what the one before has done there."""
import collections
import ctypes
import os
import socket
import sys
import time

CLONE_NEWNET = 0x40000000
PATIENCE = 30
CLIENT = {socket.AF_INET: "10.0.1.2", socket.AF_INET6: "fd00:1::2"}
REAL = {socket.AF_INET: "10.0.2.1", socket.AF_INET6: "fd00:2::1"}
Row = collections.namedtuple("Row", "cport vport state left")
libc = ctypes.CDLL(None, use_errno=True)
# Others of the test have left connections behind: in each process other ports.
ports = iter(range(20000 + os.getpid() % 1000 * 20, 65536))


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def enter(tag, name):
    with open(f"/run/netns/{tag}-{name}") as namespace:
        if libc.setns(namespace.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), name)


def made(tag, name, family, port, kind=socket.SOCK_STREAM):
    """A socket of that namespace."""
    enter(tag, name)
    sock = socket.socket(family, kind)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("", port))
    sock.settimeout(PATIENCE)
    return sock


def rows(tag, family):
    """The director's connections of that family."""
    enter(tag, "d")
    with open("/proc/thread-self/net/ip_vs_conn") as table:
        fields = [line.split() for line in list(table)[1:]]
    return [Row(int(row[2], 16), int(row[4], 16), row[7], int(row[8])) for row in fields
            if (len(row[1]) > 8) == (family == socket.AF_INET6)]


def until(condition, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            sys.exit("waited in vain")
        time.sleep(0.02)
