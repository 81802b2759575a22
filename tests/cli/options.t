#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The command's own checks, a row each: arguments ; exit ; a line of what is printed. They
# need no kernel side, and find none: a network namespace of their own, without privileges.
if [[ ! ${ALONE-} ]]; then
	export ALONE=1
	unshare -Urn true 2> /dev/null && exec unshare -Urn "$0"
	exec unshare -n "$0"
fi
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
ready="Can't initialize ipvs: "
number=0
failures=0

# check CLAIM EXIT LINE ARGUMENT...
check()
{
	local claim=$1 want_exit=$2 line=$3 out got

	shift 3
	out=$(build/ipvsadm/ipvsadm "$@" 2>&1 < /dev/null)
	got=$?
	number=$((number + 1))
	# Without privileges the family is refused, without the module it is not there.
	[[ $line != ready ]] || line=$ready
	if ((got == want_exit)) && grep -qF -- "$line" <<< "$out"; then
		echo "ok $number - ${claim:-no argument}"
		return
	fi
	echo "not ok $number - ${claim:-no argument}"
	echo "# exit $got, want $want_exit; want: $line"
	sed 's/^/# got: /' <<< "$out"
	failures=$((failures + 1))
}

while IFS=';' read -r arguments exit line; do
	[[ $arguments != \#* && -n $exit ]] || continue
	read -ra words <<< "$arguments"
	words=("${words[@]/#\"\"/}")
	check "${words[*]}" "$((exit))" "${line# }" "${words[@]}"
done < tests/cli/options.rows

# Which option may go with which command: each pair that may not is refused by name.
declare -A takes=(
	[-A]="-s -p -M -o --pe -b" [-E]="-s -p -M -o --pe -b" [-D]="" [-C]="" [-Z]=""
	[-a]="-r -g -w -x -y --tun-type" [-e]="-r -g -w -x -y --tun-type" [-d]="-r"
	[-S]="-n" [-L]="-n -c --timeout --daemon --stats --rate --thresholds --persistent-conn --nosort"
)
declare -A names=(
	[-A]=add-service [-E]=edit-service [-D]=delete-service [-C]=flush [-Z]=zero
	[-a]=add-server [-e]=edit-server [-d]=delete-server [-S]=save [-L]=list
)
declare -A options=(
	[-s]="scheduler rr" [-p]="persistent" [-M]="netmask 255.0.0.0" [-o]=ops [--pe]="pe sip"
	[-b]="sched-flags flag-1" [-r]="real-server 1.2.3.5" [-g]=forwarding-method
	[-w]="weight 1" [-x]="u-threshold 1" [-y]="l-threshold 1" [--tun-type]="tun-type gre"
	[-n]=numeric [-c]=connection [--timeout]=timeout [--daemon]=daemon [--stats]=stats
	[--rate]=rate [--thresholds]=thresholds [--persistent-conn]=persistent-conn
	[--nosort]=nosort [--syncid]="syncid 1" [--mcast-ttl]="mcast-ttl 1"
)
for command in "${!takes[@]}"; do
	base=("$command")
	[[ $command != -[AEDaed] ]] || base+=(-u 1.2.3.4:80)
	[[ $command != -[aed] ]] || base+=(-r 1.2.3.5)
	for option in "${!options[@]}"; do
		[[ " ${takes[$command]} " != *" $option "* ]] || continue
		read -r word value <<< "${options[$option]}"
		[[ $command != -L || $option != --syncid ]] || continue
		check "$command $option" 2 "Illegal '$word' option with the '${names[$command]}' command" \
			"${base[@]}" "$option" ${value:+"$value"}
	done
done
echo "1..$number"
exit $((failures > 0))
