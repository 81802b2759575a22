#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Where in-tree ip_vs is loaded, ours refuses to load: at once, with one line in the
# kernel log that says what to do, and without a trace of itself.
# Alone: it takes our modules out of the kernel, and reads all of its log.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
unload
dmesg -C
modprobe -i ip_vs
ok "loading fails" eval '! modprobe -i lvs 2> "$work/error"'
is "because the place is taken" "$(grep -o 'resource busy' "$work/error")" "resource busy"
is "the kernel log has one line" "$(dmesg -l err | grep -c 'lvs: ')" "1"
is "which names the module and the command" \
	"$(dmesg | grep -o 'in-tree ip_vs is loaded.*modprobe -r')" \
	"in-tree ip_vs is loaded and owns the IPVS family; clear its table, remove it (modprobe -r"
is "and no warning" "$(dmesg | grep -ciE 'call trace|duplicate|warning')" "0"
ok "in-tree ip_vs goes on" grep -q "IP Virtual Server" /proc/net/ip_vs
modprobe -r ip_vs
ok "once it is gone, ours loads" modprobe lvs
ok "and shows its table" grep -q "IP Virtual Server" /proc/net/ip_vs
modprobe -r lvs
finish
