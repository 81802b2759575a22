#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A rule file is read and checked whole before the kernel is asked for anything: each bad
# line is told with its number, whatever name the command is called by.
if [[ ! ${ALONE-} ]]; then
	export ALONE=1
	unshare -Urn true 2> /dev/null && exec unshare -Urn "$0"
	exec unshare -n "$0"
fi
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in ipvsadm ipvsadm-save ipvsadm-restore; do
	ln -s "$PWD/build/ipvsadm/ipvsadm" "$work/$name"
done
number=0
failures=0

# restored CLAIM EXIT LINES RULES COMMAND...: what is printed begins with LINES
restored()
{
	local claim=$1 want_exit=$2 lines=$3 rules=$4 out got

	shift 4
	out=$(printf '%b' "$rules" | "$work/$1" "${@:2}" 2>&1)
	got=$?
	number=$((number + 1))
	if ((got == want_exit)) && [[ $out == "$lines"* ]]; then
		echo "ok $number - $claim"
		return
	fi
	echo "not ok $number - $claim"
	echo "# exit $got, want $want_exit; want: $lines"
	sed 's/^/# got: /' <<< "$out"
	failures=$((failures + 1))
}

service="-A -t 1.2.3.4:80 -s rr"
server="-a -t 1.2.3.4:80 -r 1.2.3.5:80 -m -w 1"
missing="Can't initialize ipvs: "
restored "good rules need the kernel" 2 "$missing" "$service\n$server\n" ipvsadm -R
restored "a word ipvsadm before a rule" 2 "$missing" "ipvsadm $service\n" ipvsadm -R
restored "comments and empty lines" 2 "$missing" "# all\n\n$service # web\n" ipvsadm -R
restored "the name ipvsadm-restore" 2 "$missing" "$service\n" ipvsadm-restore
restored "the name ipvsadm-restore, as one saves" 2 "$missing" "$service\n" ipvsadm-restore -n
restored "a file is no argument of it" 1 "Usage: ipvsadm-restore [-n]" "" ipvsadm-restore rules
restored "the name ipvsadm-save" 2 "$missing" "" ipvsadm-save -n
restored "it flushes nothing" 1 "Usage: ipvsadm-save [-n]" "" ipvsadm-save -C
restored "and saves once" 1 "Usage: ipvsadm-save [-n]" "" ipvsadm-save -n -L
restored "an unknown word" 2 "line 2: unexpected argument nonsense: nonsense" \
	"$service\nnonsense\n" ipvsadm -R
restored "an illegal option" 2 \
	"line 1: Illegal 'weight' option with the 'add-service' command: $service -w 1" \
	"$service -w 1\n$server\n" ipvsadm-restore
restored "a bad address" 2 \
	"line 3: illegal real server address[:port] specified: 1.2.3.500: -a -t 1.2.3.4:80 -r 1.2.3.500" \
	"$service\n$server\n-a -t 1.2.3.4:80 -r 1.2.3.500\n" ipvsadm -R
restored "a flush, timeouts and counters before rules" 2 "$missing" \
	"-C\n--set 900 120 300\n-Z\nipvsadm -Z -t 1.2.3.4:80\n$service\n" ipvsadm -R
restored "a list is no rule" 2 "line 1: not a command to restore: -L" "-L\n" ipvsadm -R
restored "a line that never ends is no line" 2 "line 1: " \
	"-A -t $(printf '%070000d' 1)" ipvsadm -R
restored "lines of another system's editor" 2 "$missing" "$service\\r\\n\\r\\n$server\\r\\n" ipvsadm -R
restored "no end of the last line" 2 "$missing" "$service" ipvsadm -R
restored "zeros at the end, as a crash leaves them" 2 "line 2: a zero byte: $server" \
	"$service\\n$server\\0\\0" ipvsadm-restore

# unread CLAIM LINE: what standard input, as it is, comes to
unread()
{
	local got

	"$work/ipvsadm-restore" > "$work/told" 2>&1
	got=$?
	number=$((number + 1))
	if ((got == 2)) && [[ $(< "$work/told") == "$2"*"nothing was changed" ]]; then
		echo "ok $number - $1"
		return
	fi
	echo "not ok $number - $1"
	sed 's/^/# got: /' "$work/told"
	failures=$((failures + 1))
}
unread "rules that cannot be read are not none" "line 1: cannot be read: Is a directory" < /
unread "nor are those of no file" "line 1: cannot be read: Bad file descriptor" <&-
echo "1..$number"
exit $((failures > 0))
