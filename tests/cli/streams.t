#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What cannot be written is an error, and a closed stream no place for a socket.
if [[ ! ${ALONE-} ]]; then
	export ALONE=1
	unshare -Urn true 2> /dev/null && exec unshare -Urn "$0"
	exec unshare -n "$0"
fi
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
ipvsadm=build/ipvsadm/ipvsadm
number=0
failures=0

# exits CLAIM WANT COMMAND...: the exit status of a command with the streams as they are
exits()
{
	local claim=$1 want=$2 got

	"${@:3}" 2> /dev/null
	got=$?
	number=$((number + 1))
	if ((got == want)); then
		echo "ok $number - $claim" >&3
		return
	fi
	echo "not ok $number - $claim" >&3
	echo "# exit $got, want $want" >&3
	failures=$((failures + 1))
}

exec 3>&1
ip link set lo up
# Without a line that ends it, but with all of a run.
pings=(timeout 20 "$ipvsadm" ping -n)
exits "a full disk" 2 "$ipvsadm" --help > /dev/full
exits "a full disk, of ping" 2 "${pings[@]}" -c 1 127.0.0.1 > /dev/full
exits "a run without an end, too" 2 "${pings[@]}" -i 0.1 127.0.0.1 > /dev/full
exits "no standard output" 2 "$ipvsadm" --help >&-
exits "no standard output, of ping" 2 "${pings[@]}" -c 1 127.0.0.1 >&-
exits "none that is needed" 2 "$ipvsadm" -C >&-
exits "no stream at all" 2 "${pings[@]}" -c 1 127.0.0.1 <&- >&- 2>&-
exits "all is well" 0 "${pings[@]}" -c 1 127.0.0.1 > /dev/null
echo "1..$number"
exit $((failures > 0))
