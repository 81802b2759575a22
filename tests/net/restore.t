#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Ten thousand services with ten servers each are restored in one go, with progress on a
# terminal and nothing but silence elsewhere, saved as they were, and flushed.
. "$(dirname "$0")/../lib/net.sh"
setup
services=${SERVICES:-10000}
awk -v n="$services" 'BEGIN {
	for (i = 0; i < n; i++) {
		vip = sprintf("10.9.%d.%d:80", i / 250, i % 250 + 1)
		print "-A -t " vip " -s rr"
		for (j = 1; j <= 10; j++)
			printf "-a -t %s -r 10.0.3.%d:80 -m -w 1\n", vip, j
	}
}' > "$work/rules"

began=$SECONDS
is "a restore is silent where nobody watches" "$(director "$IPVSADM" -R < "$work/rules" 2>&1)" ""
note "restored $((11 * services)) rules in $((SECONDS - began)) s"
began=$SECONDS
vs -Sn > "$work/saved"
note "saved them in $((SECONDS - began)) s"
ok "what is saved is what was restored" cmp <(sort "$work/rules") <(sort "$work/saved")
vs -C
# A tenth of them takes long enough to be told.
head -n $((11 * services / 10)) "$work/rules" > "$work/some"
director script -qec "$IPVSADM -R < $work/some" /dev/null > "$work/screen"
ok "a terminal is shown how far it is" \
	grep -q "$((11 * services / 10)) of $((11 * services / 10)) rules" "$work/screen"
vs -C
is "a flush takes them all" "$(vs -Sn | wc -l)" "0"
finish
