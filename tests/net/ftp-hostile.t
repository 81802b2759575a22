#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# FTP under NAT from ends that mean harm or talk nonsense: no data connection is expected but
# between the two of them, above the privileged ports, few at a time; and all that they say
# arrives, whatever it is.
. "$(dirname "$0")/../lib/net.sh"
setup

# told PORT: what the client was told instead of what the server said; of IPv6 no address
told()
{
	[[ $six == 1 ]] && echo unchanged || echo "told 227 Here (10,0,1,100,$1)"
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	if [[ $vip == "$VIP" ]]; then
		real=10.0.2.11 six=0 cases=25
	else
		real="[fd00:2::11]" six=1 cases=22
	fi
	vs -A -t "$vip:21" -s rr
	vs -a -t "$vip:21" -r "$real:21" -m
	"$top/tests/lib/ftp-ends" "$tag" "$address" > "$work/cases" 2>&1
	is "$vip: the client is called where it waits" "$(grep "^the client waits" "$work/cases")" \
		"the client waits: 1 unchanged"
	is "$vip: the server where it waits" "$(grep "^the server waits" "$work/cases")" \
		"the server waits: 1 $(told 200,1)"
	is "$vip: who asks a thousand times is answered once" \
		"$(grep "^a thousand questions" "$work/cases")" "a thousand questions: 1 $(told 200,2)"
	is "$vip: of a thousand places, the last few count" \
		"$(grep "^a thousand places" "$work/cases")" "a thousand places: 8 unchanged"
	is "$vip: nothing else opens a way or changes what is said" \
		"$(grep -v -e ": 0 unchanged$" -e "waits: " -e "a thousand" "$work/cases")" ""
	is "$vip: all was tried" "$(wc -l < "$work/cases")" "$cases"
	vs -C
done
finish
