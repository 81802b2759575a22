#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A scheduler from outside the tree is loaded when a service asks for it by name, chooses
# the servers, and cannot be unloaded while a service uses it.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

ok "a service takes it by name" vs -A -t $VIP:80 -s first
ok "which has loaded its module" grep -q '^lvs_first ' /proc/modules
for number in 1 2 3; do
	vs -a -t $VIP:80 -r 10.0.2.1$number:80 -m
done
is "the server added last takes all" "$(ask $VIP 80 4 | sort | uniq -c | xargs)" "4 3"
vs -e -t $VIP:80 -r 10.0.2.13:80 -m -w 0
is "at weight 0, the next one does" "$(ask $VIP 80 4 | sort | uniq -c | xargs)" "4 2"
ok "in use, it stays" eval '! rmmod lvs_first'
vs -E -t $VIP:80 -s rr
ok "not in use, it goes" rmmod lvs_first
is "and rr has taken over" "$(ask $VIP 80 2 | sort | xargs)" "1 2"
ok "a name that nobody has is refused" eval '! vs -A -t $VIP:81 -s second'
finish
