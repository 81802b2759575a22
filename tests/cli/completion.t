#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Completion knows the commands, the options of each, and what some of them take.
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
PATH=$PWD/build/ipvsadm:$PATH
. ipvsadm/ipvsadm.bash-completion
number=0
failures=0

# completes WORD LINE...: is it among what the last word of the line may become?
completes()
{
	local want=$1

	shift
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	COMPREPLY=()
	_ipvsadm
	number=$((number + 1))
	if [[ " ${COMPREPLY[*]} " == *" $want "* ]]; then
		echo "ok $number - $* becomes $want"
	else
		echo "not ok $number - $* becomes $want"
		echo "# ${COMPREPLY[*]}"
		failures=$((failures + 1))
	fi
}

completes ping ipvsadm pi
completes traceroute ipvsadm tra
completes predict ipvsadm ""
completes check ipvsadm che
completes --add-service ipvsadm --add-s
completes --histogram ipvsadm ping --hi
completes --sctp ipvsadm ping --sct
completes probe ipvsadm ping -M pr
completes reply ipvsadm ping --until ""
completes lo ipvsadm ping -n -I l
completes --max-hops ipvsadm traceroute -n --max
completes udplite ipvsadm traceroute -M ud
completes --service ipvsadm traceroute --serv
completes --client ipvsadm predict --cl
completes --fwmark ipvsadm check --fw
# A table with two services, as --save tells it.
ipvsadm()
{
	printf '%s\n' "-A -t 10.0.1.100:80 -s rr" "-A --sctp-service 10.0.1.100:9 -s rr"
}
completes 10.0.1.100:80 ipvsadm traceroute --service 10
completes sctp:10.0.1.100:9 ipvsadm ping --service sc
unset -f ipvsadm
echo "1..$number"
exit $((failures > 0))
