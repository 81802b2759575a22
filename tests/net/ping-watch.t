#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ping --watch tells changes alone: of how servers do, of their weights, and of who they are.
. "$(dirname "$0")/../lib/net.sh"
setup
listens()
{
	server "$1" busybox httpd -p 80 -h "$work"
}
tells()
{
	ok "$1" until_true grep -qE "$2" "$work/watch"
}
listens 2
listens 3
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.13:80 -m
director "$IPVSADM" ping --watch -i 0.1 --service $VIP:80 > "$work/watch" &
watching=$!

tells "how each server does at first" "10.0.2.13:80: ok$"
ip netns pids "$tag-3" | xargs kill
tells "that a server is lost" "10.0.2.13:80: refused, was ok$"
vs -e -t $VIP:80 -r 10.0.2.13:80 -m -w 7
tells "another weight" "10.0.2.13:80: weight 7, was 1$"
vs -a -t $VIP:80 -r 10.0.2.12:80 -m -w 0
tells "another server" "10.0.2.12:80: added, weight 0$"
# Of two, one may seem slow for a while where others want the processor, too.
tells "and how that does" "10.0.2.12:80: (ok$|slow)"
vs -d -t $VIP:80 -r 10.0.2.13:80
tells "a server that has gone" "10.0.2.13:80: removed$"
vs -D -t $VIP:80
tells "a service that has gone takes its servers with it" "10.0.2.12:80: removed$"
listens 3
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.13:80 -m
tells "and one that is back brings them" "10.0.2.13:80: added, weight 1$"
ok "with how they do" until_true eval '[[ $(grep -c "10.0.2.13:80: ok" "$work/watch") == 2 ]]'
ok "nothing is told twice" eval '! sort "$work/watch" | cut -d " " -f 2- | grep -vE "10.0.2.13:80: ok|slow" | sort | uniq -d | grep .'
ok "no probe that was under way was taken for lost" eval '! grep -q lossy "$work/watch"'
kill -INT "$(pgrep -o -f 'ipvsadm ping --watch')"
wait $watching
is "its end is that of a run: all would serve" $? 0
ok "with a table of those that there are" grep -qE "^10.0.2.13:80 +Masq +1 .* ok$" "$work/watch"
vs ping --json --watch -i 0.1 -w 2 --service $VIP:80 > "$work/watch" &
watching=$!
tells "JSON: how they do" '"event": *"verdict".*"server": *"10.0.2.13:80"'
vs -a -t $VIP:80 -r 10.0.2.12:80 -m
tells "JSON: who is new" '"event": *"change".*"server": *"10.0.2.12:80", *"change": *"added"'
wait $watching
ok "JSON: all lines are whole" python3 -c 'import json, sys; [json.loads(l) for l in open(sys.argv[1])]' "$work/watch"
finish
