#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Load, flush and unload, again and again under traffic (tests/vm/stress: on two processors, too).
# Alone: it takes our modules out of the kernel.
. "$(dirname "$0")/../lib/net.sh"
setup
unload
serve 80 1 2
# A connection that the module leaves behind waits for nobody: the next ones come soon.
client bash -c "while :; do timeout 1 '$top/build/tests/ask' $VIP 80 100; done" > /dev/null 2>&1 &

rules="-A -t $VIP:80 -s rr
-a -t $VIP:80 -r 10.0.2.11:80 -m
-a -t $VIP:80 -r 10.0.2.12:80 -m"

round()
{
	modprobe lvs &&
		vs -R <<< "$rules" && until_true busy && vs -C && unload
}

busy()
{
	vs -Lcn | grep -q TCP
}

for number in $(seq "${ROUNDS:-20}"); do
	ok "round $number" round
done
finish
