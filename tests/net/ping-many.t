#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ping asks many targets in one run: as fping counts them, in one table, to conditions, with an
# exit status that says whether they came to be.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology
hosts=(10.0.1.1 10.0.1.77 fd00:1::1 10.0.2.12)

ping_of()
{
	client "$IPVSADM" ping -n "$@"
}

# Of either: a line for each target, its name, and what was sent and received.
client fping -q -c 3 -p 100 -t 2000 "${hosts[@]}" 2>&1 |
	sed -nE 's|^([^ ]+) +: xmt/rcv/%loss = ([0-9]+)/([0-9]+)/.*|\1 \2 \3|p' > "$work/theirs"
ping_of -c 3 -i 0.1 -W 2 --table "${hosts[@]}" > "$work/told"
is "who does not answer makes the run fail" $? 1
awk 'NR > 1 { print $1, $2, $3 }' "$work/told" > "$work/ours"
is "all are counted as fping counts them" "$(cat "$work/ours")" "$(cat "$work/theirs")"
is "each has its state" "$(awk 'NR > 1 { print $NF }' "$work/told" | xargs)" "up lost up up"

# The second and the fifth request are lost, of whoever asks.
lossy()
{
	server 2 nft 'flush ruleset; add table inet f; add chain inet f i { type filter hook input priority 0; }
		add rule inet f i icmp type echo-request numgen inc mod 3 == 1 drop'
}
lossy
client fping -q -C 6 -p 100 -t 1000 10.0.2.12 2>&1 |
	awk '{ for (i = 3; i <= NF; i++) if ($i != "-") print i - 2 }' > "$work/theirs"
lossy
ping_of -c 6 -i 0.1 -W 1 10.0.2.12 | sed -nE 's/.*icmp_seq=([0-9]+) ttl.*/\1/p' > "$work/ours"
server 2 nft flush ruleset
is "the same ones are lost as fping loses" "$(xargs < "$work/ours")" "1 3 4 6"
is "and so says fping" "$(xargs < "$work/theirs")" "1 3 4 6"

ping_of -q -c 2 -i 0.1 -W 0.5 --min-ok 3 "${hosts[@]}" > "$work/told"
is "three of four are enough if they are to be" $? 0
ping_of -q -c 2 -i 0.1 -W 0.5 --min-ok 4 "${hosts[@]}" > "$work/told"
is "four are not there" $? 1
ping_of --min-ok 5 "${hosts[@]}" > "$work/told" 2>&1
is "five cannot be" "$? $(cat "$work/told")" "2 ping: --min-ok 5 of 4 targets"

# On a terminal the table is drawn in its place.
client script -qec "$IPVSADM ping -n -c 4 -i 0.2 -W 0.5 10.0.1.1 fd00:1::1" /dev/null > "$work/told" < /dev/null
ok "on a terminal the table lives" grep -q $'\033\\[3A' "$work/told"
# Lines that are longer than the terminal is wide would take more than their place.
screen()
{
	client script -qec "stty rows $1 cols 80; $IPVSADM ping -n -c 4 -i 0.2 -W 0.5 10.0.1.1 fd00:1::1" \
		/dev/null > "$work/told" < /dev/null
}
screen 4
ok "its lines end at the edge, until the last table" awk -v up=$'\033\\[3A' -v cut=$'\033\\[\\?7l' -v whole=$'\033\\[\\?7h' '
	$0 ~ cut { narrow = 1; cuts++ }
	$0 ~ whole { narrow = 0 }
	/jitter/ { tables++; last = narrow }
	$0 ~ up { ups++ }
	END { exit !(tables > 2 && ups == tables - 1 && cuts == tables - 1 && !last) }' "$work/told"
screen 3
is "one that is higher than the terminal is drawn at the end" "$(grep -c jitter "$work/told") $(grep -c $'\033\\[3A' "$work/told")" "1 0"

ping_of --until reply=3 -i 0.1 10.0.1.1 fd00:1::1 > "$work/told"
is "until three replies in a row: exit status" $? 0
# One may be asked once more while the other's third reply is on its way.
is "and three replies of each" "$(grep -cE "transmitted, ([3-9]|..+) received" "$work/told")" 2
# Nobody says for that server that nobody is there.
server 3 nft 'add table inet f; add chain inet f i { type filter hook input priority 0; }
	add rule inet f i icmp type echo-request drop'
ping_of --until loss=2 -i 0.1 -W 2 --json 10.0.1.1 10.0.2.13 > "$work/json"
is "until a target has lost two in a row: exit status" $? 0
is "it tells which they were" \
	"$(sed -nE 's/.*"event":"lost".*"target":"([^"]*)".*"seq":([0-9]+).*/\1 \2/p' "$work/json" | head -n 2 | xargs)" \
	"10.0.2.13 1 10.0.2.13 2"
ok "and as one loss" grep -q '"event":"loss_run".*"target":"10.0.2.13","first_seq":1' "$work/json"
ping_of --until loss -c 2 -i 0.1 10.0.1.1 > "$work/told"
is "a loss that never comes" $? 1
ping_of --until never 10.0.1.1 > "$work/told" 2>&1
is "no such condition" $? 2

client "$IPVSADM" ping -n -q -i 0.1 --report-every 0.2 10.0.1.1 > /dev/null 2> "$work/told" &
ok "it reports on the way" until_true eval \
	'(($(grep -c "packets, 0% loss, min/avg/ewma/max" "$work/told") >= 2))'
ip netns pids "$tag-c" | xargs kill -INT
wait $!
ping_of -q -c 30 -i 0.01 --histogram 10.0.1.1 > "$work/told"
is "a histogram counts each time once" \
	"$(awk '/ ms +[0-9]+ #*$/ { sum += $5 } END { print sum }' "$work/told")" 30

# Whatever ends it, JSON ends with the summary.
for signal in INT TERM; do
	client "$IPVSADM" ping --json -i 60 10.0.1.1 > "$work/json" &
	until_true grep -q '"event":"reply"' "$work/json"
	ip netns pids "$tag-c" | xargs kill -$signal
	wait $!
	is "JSON ends with the summary at SIG$signal" \
		"$(tail -n 1 "$work/json" | grep -o '"event":"summary"')" '"event":"summary"'
done
ok "each line has schema, event and both clocks" python3 -c '
import datetime, json, sys
for line in open(sys.argv[1]):
    event = json.loads(line)
    assert event["schema"] == 1 and event["event"] and event["clock_ms"] > 0
    datetime.datetime.strptime(event["time"][:26] + "Z", "%Y-%m-%dT%H:%M:%S.%fZ")' "$work/json"
# 49 intervals of 20 ms are 980 ms, however late single probes go. A machine that is held up at
# the last of them is no drift: one run of several shows it.
keeps_pace()
{
	ping_of -q -c 50 -i 0.02 10.0.1.1 > "$work/told"
	awk -F 'time |ms' '/transmitted/ { exit !($2 >= 970 && $2 <= 1100) }' "$work/told"
}
ok "a schedule does not drift" until_true keeps_pace
finish
