#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm ping says what Debian's ping says, character by character but for the times,
# and exits as it does; it is exact where networks delay, lose, double and corrupt.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology
ln -s "$IPVSADM" "$work/ping"

# Times of whatever length are T; the blank that newer ones print for IPv6 is no difference.
times_gone()
{
	sed -E 's/time[= ][0-9.]+ ?ms/time T/; s|= [0-9.]+(/[0-9.]+)+ ms|= T|; s|ewma [0-9./]+ ms|ewma T|
		s/^\[[0-9.]+\]/[T]/; s/pipe [0-9]+/pipe P/; /ipg|pipe/s/, pipe P//' "$1"
}

# alike CLAIM ARG...: both print the same and exit alike
alike()
{
	local claim=$1 ours theirs

	shift
	client "$work/ping" "$@" > "$work/ours" 2>&1
	ours=$?
	client ping "$@" > "$work/theirs" 2>&1
	theirs=$?
	is "$claim: ping $*" "$ours $(times_gone "$work/ours")" "$theirs $(times_gone "$work/theirs")"
}

for host in 10.0.1.1 fd00:1::1; do
	alike "replies" -n -c 3 -i 0.2 $host
	alike "a summary alone" -q -c 2 -i 0.2 $host
	alike "with the time" -n -D -c 1 $host
	alike "three decimals, a pattern, a size" -n -c 1 -p ff00 -s 100 $host
	alike "fragments" -n -c 1 -s 3000 $host
	alike "a service class" -n -c 1 -Q 0x10 $host
done
alike "nobody there" -n -c 2 -i 0.2 10.0.1.77
alike "too far" -n -c 1 -t 1 10.0.2.11
alike "too far" -n -c 1 -t 1 fd00:2::11
alike "too long" -n -c 2 -i 0.2 -M "do" -s 3000 10.0.1.1
alike "too long" -n -c 2 -i 0.2 -M "do" -s 3000 fd00:1::1
alike "no route" -n -c 1 198.51.100.1
ip -n "$tag-c" route del default
alike "no way" -n -c 1 198.51.100.1
ip -n "$tag-c" route add default via 10.0.1.1
alike "a reply short of its number" -n -q -c 2 -i 60 -w 1 10.0.1.1
alike "both families" -4 -6 -c 1 10.0.1.1

# netem on the director's side; all of a run's replies pass it.
impair()
{
	director tc qdisc replace dev out root netem "$@"
}

# json MEMBER: of the summary
json()
{
	sed -nE '/"event":"summary"/s/.*"'"$1"'":([0-9.]+).*/\1/p' "$work/json"
}

run_json()
{
	client "$work/ping" --json -i 0.02 -c "$@" 10.0.1.1 > "$work/json"
}

# account: what the events say of the first answers' order, and the summary where it says the same
account()
{
	python3 - "$work/json" << 'EOF'
import json, sys

events = [json.loads(line) for line in open(sys.argv[1])]
summary = [event for event in events if event["event"] == "summary"][0]
replies = [event for event in events if event["event"] in ("reply", "late")]
good = [event["seq"] for event in replies if not event["bad_checksum"] and not event["duplicate"]]
lost = {event["seq"] for event in events if event["event"] == "lost"} - set(good)
assert len(set(good)) == len(good) == summary["received"], "received"
assert sum(event["duplicate"] for event in replies) == summary["duplicates"], "duplicates"
assert sum(event["bad_checksum"] for event in replies) == summary["corrupted"], "corrupted"
assert len(good) + len(lost) == summary["sent"], "lost"
print("in order" if good == sorted(good) else "out of order", summary["sent"], summary["received"])
EOF
}

impair delay 10ms
run_json 20 -W 1
ok "a delay of 10 ms is 10 ms at least" awk -v min="$(json min_ms)" 'BEGIN { exit !(min >= 10) }'
impair duplicate 100%
run_json 5 -w 2
is "doubled replies are told, and lose nothing" \
	"$(json sent) $(json received) $(json duplicates)" "5 5 5"
# Each third packet overtakes those before it.
impair delay 80ms reorder 100% gap 3
run_json 9 -W 2
is "overtaken replies are out of order, and all of them there" "$(account) $(json duplicates) $(json loss_percent)" \
	"out of order 9 9 0 0"
ok "each has the time of its own probe" \
	test "$(grep -cE '"rtt_ms":([89][0-9]|[0-9]{3,})\.' "$work/json")" -ge 6
impair delay 30ms 30ms duplicate 50%
run_json 30 -W 2
ok "doubled and out of order, each is told and counted once" account
impair loss 100%
client timeout -s INT 30 "$work/ping" -O -i 0.1 -W 0.5 -c 3 10.0.1.1 > "$work/told"
is "each missing reply is told" "$(grep -c 'no answer yet for icmp_seq=' "$work/told")" 2
ok "and a summary comes with nothing received" grep -q "3 packets transmitted, 0 received, 100% packet loss" "$work/told"
# Losses at random: what is counted fits together.
impair loss 40%
run_json 40 -W 0.3
is "received and lost are what was sent" "$(grep -c '"event":"reply"' "$work/json")" "$(json received)"
ok "losses in a row are counted" test "$(json loss_runs)" -ge 1
# Bits flip anywhere in a packet: no time may come from what is echoed.
impair corrupt 60%
begin=${EPOCHREALTIME/.}
run_json 40 -W 0.3
ok "what is corrupted is told, counted, and lost" account
ok "no time longer than the run from corrupted replies" awk -v max="$(json max_ms)" \
	-v all="$((${EPOCHREALTIME/.} - begin))" 'BEGIN { exit !(max * 1000 < all) }'
director tc qdisc del dev out root

ok "every line of JSON is an object" python3 -c '
import json, sys
assert all(isinstance(json.loads(line), dict) for line in open(sys.argv[1]))' "$work/json"
client "$work/ping" -n -q -c 2 -i 0.1 10.0.1.1 10.0.1.77 fd00:1::1 > "$work/told"
is "several targets, one of them away: exit status" $? 1
is "several targets: a summary each" "$(grep -c 'ping statistics' "$work/told")" 3

# A run that waits: what it may still do, and what signals do.
client "$work/ping" -n -i 60 10.0.1.1 > "$work/told" 2> "$work/err" &
until_true grep -q "icmp_seq=1" "$work/told"
pid=$(ip netns pids "$tag-c")
# User-mode Linux has no seccomp.
[[ -e /proc/sys/kernel/seccomp ]] && filter=" 2" || filter=
is "no capability is left, no new privileges, a filter is on" \
	"$(awk '/^(CapEff|CapPrm|NoNewPrivs|Seccomp):/ { print $2 }' "/proc/$pid/status" | xargs)" \
	"0000000000000000 0000000000000000 1$filter"
kill -QUIT "$pid"
ok "SIGQUIT tells how it goes" until_true grep -q "1/1 packets, 0% loss, min/avg/ewma/max = " "$work/err"
kill -INT "$pid"
wait $!
is "SIGINT ends it as a success" $? 0
ok "with the summary" grep -q "1 packets transmitted, 1 received" "$work/told"

# What the device has no room for goes later, and so all of them go.
client tc qdisc add dev eth0 root tbf rate 80kbit burst 200 limit 200
client "$work/ping" -n -q -c 12 -l 12 10.0.1.1 > "$work/told"
ok "a full queue keeps no probe back for good" grep -q "12 packets transmitted, 12 received" "$work/told"
client tc qdisc replace dev eth0 root tbf rate 80kbit burst 200 limit 9999
client "$work/ping" -n -q -c 20 -i 0.002 10.0.1.1 > "$work/told"
ok "nor does a long one outlast the run" grep -q "20 packets transmitted, 20 received" "$work/told"
client tc qdisc del dev eth0 root

client sysctl -qw net.ipv4.ping_group_range="0 65535"
ok "a user without privilege may ping" client setpriv --reuid 65534 --regid 65534 --clear-groups \
	"$work/ping" -n -c 1 10.0.1.1
ok "but not flood" eval '! client setpriv --reuid 65534 --regid 65534 --clear-groups \
	"$work/ping" -n -f -c 1 10.0.1.1'
client "$work/ping" -c 1 > "$work/told" 2>&1
is "without a target it is a usage error" $? 2
finish
