#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# More targets than a process may have open files by default are no reason not to ask them.
if [[ ! ${ALONE-} ]]; then
	export ALONE=1
	unshare -Urn true 2> /dev/null && exec unshare -Urn "$0"
	exec unshare -n "$0"
fi
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
number=0
failures=0

# asks CLAIM COMMAND...: with room for fewer files than that takes
asks()
{
	local claim=$1 out

	shift
	number=$((number + 1))
	if out=$(ulimit -Sn 32 && timeout 60 "$@" 2>&1); then
		echo "ok $number - $claim"
		return
	fi
	echo "not ok $number - $claim"
	sed 's/^/# got: /' <<< "$out"
	failures=$((failures + 1))
}

ip link set lo up
asks "ping" build/ipvsadm/ipvsadm ping -n -q -c 1 -i 0.2 127.0.0.{1..40}
asks "flows of traceroute" build/ipvsadm/ipvsadm traceroute -n -T -p 9 --flows 40 127.0.0.1
echo "1..$number"
exit $((failures > 0))
