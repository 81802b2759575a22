# SPDX-License-Identifier: GPL-2.0
"""Requests of generic netlink and of the IPVS family, byte by byte."""
import socket
import struct

REQUEST, ACK, DUMP = 1, 4, 0x300
NEW_SERVICE, SET_SERVICE, DEL_SERVICE, GET_SERVICE, NEW_DEST, SET_DEST, DEL_DEST, GET_DEST, \
    NEW_DAEMON, DEL_DAEMON, GET_DAEMON, SET_CONFIG, GET_CONFIG, SET_INFO, GET_INFO, ZERO, \
    FLUSH = range(1, 18)


def attr(kind, data):
    return struct.pack("=HH", len(data) + 4, kind) + data + bytes(-len(data) % 4)


def u32(value):
    return struct.pack("=I", value & 0xffffffff)


def u16(value):
    return struct.pack("=H", value)


def be16(value):
    return struct.pack("!H", value)


def address(text):
    return socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)


class Genl:
    def __init__(self, name):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
        self.sock.bind((0, 0))
        self.sock.settimeout(20)
        self.sequence = 0
        self.family = 16
        messages = []
        if self.request(3, attr(2, name.encode() + b"\0"), messages=messages):
            raise SystemExit("no family " + name)
        data = messages[0][4:]
        while data:
            length, kind = struct.unpack_from("=HH", data)
            if kind == 1:
                self.family = struct.unpack_from("=H", data, 4)[0]
            data = data[(length + 3) & ~3:]

    def send(self, command, payload, flags):
        self.sequence += 1
        body = struct.pack("=BBH", command, 1, 0) + payload
        self.sock.send(struct.pack("=IHHII", 16 + len(body), self.family,
                                   REQUEST | flags, self.sequence, 0) + body)

    def parts(self, command, payload=b""):
        """Each datagram of a list; the kernel makes the next one but one when it is read."""
        self.send(command, payload, DUMP)
        data = b""
        while struct.unpack_from("=H", data or bytes(6), 4)[0] != 3:
            data = self.sock.recv(1 << 20)
            yield data

    def request(self, command, payload=b"", flags=0, messages=None):
        """The errno of the answer, 0 for success."""
        self.send(command, payload, ACK | flags)
        while True:
            data = self.sock.recv(1 << 20)
            while data:
                length, kind = struct.unpack_from("=IH", data)
                if kind in (2, 3):
                    return -struct.unpack_from("=i", data, 16)[0]
                if messages is not None:
                    messages.append(data[16:length])
                data = data[(length + 3) & ~3:]


def key(af=2, protocol=6, addr=None, port=80, mark=None):
    parts = attr(1, u16(af))
    if mark is not None:
        return parts + attr(5, u32(mark))
    addr = addr or ("fd00:9::1" if af == 10 else "10.9.0.1")
    return parts + attr(2, u16(protocol)) + attr(3, address(addr)) + attr(4, be16(port))


def service(which, scheduler=b"rr\0", flags=u32(0) + u32(0xffffffff), timeout=u32(0),
            mask=u32(0xffffffff), engine=None):
    for kind, value in (6, scheduler), (7, flags), (8, timeout), (9, mask), (11, engine):
        if value is not None:
            which += attr(kind, value)
    return attr(1, which)


def dest(addr="127.0.0.5", port=80, method=0, weight=1, upper=0, lower=0, af=None,
         tunnel=None, tunnel_port=None, whole=True):
    parts = attr(1, address(addr)) + attr(2, be16(port))
    if whole:
        parts += attr(3, u32(method)) + attr(4, u32(weight)) + attr(5, u32(upper)) + \
            attr(6, u32(lower))
    if af is not None:
        parts += attr(11, u16(af))
    if tunnel is not None:
        parts += attr(13, bytes([tunnel]))
    if tunnel_port is not None:
        parts += attr(14, be16(tunnel_port))
    return attr(2, parts)


def only(which):
    return attr(1, which)
