#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A debug build tests itself when it is loaded, and stays out when a test fails.
. "$(dirname "$0")/../lib/net.sh"
unload
modprobe lvs

said()
{
	dmesg | grep -q "lvs: .*$1"
}

ok "the self-tests have passed" said '[1-9][0-9]* self-tests passed'
for subject in csum states turns flows packets; do
	unload
	ok "a failure in $subject refuses the load" eval "! modprobe lvs selftest_break=$subject"
	ok "and the log names it" said "self-test $subject: not true"
	ok "nothing of it stays" eval "! [ -e /sys/module/lvs ]"
	modprobe lvs
done
finish
