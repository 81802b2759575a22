# SPDX-License-Identifier: GPL-2.0
"""Packets of SCTP, made by hand."""
import struct


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def packet(sport, dport, chunks):
    """Of chunks of 20 bytes: the type of each, and the length that it tells."""
    head = struct.pack("!HHI", sport, dport, 1)
    tail = b"".join(struct.pack("!BBH16x", kind, 3, length) for kind, length in chunks)
    return head + struct.pack("<I", crc32c(head + bytes(4) + tail)) + tail
