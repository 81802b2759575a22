# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Words of the tests of agents that steer a director, beside those of net.sh:
#
#	healthy N, sick N     port 88 of server N, which agents ask, answers or does not
#	pools                 servers of all services with their weights, as "11=2 12=1 | 11=0"
#	transfer HOST...      begin one from each; they wait on the way
#	end_agent             that of process $agent; the transfers go on, its services do not

declare -A health
transfers=()

healthy()
{
	ip netns exec "$tag-$1" "$top/build/tests/serve" "$1" 88 &
	health[$1]=$!
}

sick()
{
	kill "${health[$1]}"
	wait "${health[$1]}"
}

pools()
{
	vs -Ln | awk '/^(TCP|FWM)/ { if (some++) printf "| " }
		/->.*:[0-9]/ { match($2, /[0-9]+]?:[0-9]+$/); printf "%d=%d ", substr($2, RSTART), $4 }' |
		sed 's/ $//'
}

established()
{
	vs -Lnc | grep -c ESTABLISHED
}

transfer()
{
	local host gate

	for host in "$@"; do
		gate=$work/gate.${#transfers[@]}
		mkfifo "$gate"
		client "$top/tests/lib/fetch" "$host" 80 5000000 "$gate" >> "$work/transfers" &
		transfers+=($!)
	done
	until_true prints ${#transfers[@]} established
}

# What came of each is in $work/transfers.
end_transfers()
{
	local i

	# Who never began one does not wait at its gate.
	for ((i = 0; i < ${#transfers[@]}; i++)); do
		timeout 20 bash -c ': > "$1"' - "$work/gate.$i"
	done
	wait "${transfers[@]}"
}

end_agent()
{
	end_transfers
	is "transfers of both families outlive all that" "$(uniq -c "$work/transfers" | xargs)" "2 whole"
	kill "$agent"
	wait "$agent"
	is "the agent's end takes all services" "$(vs -Sn)" ""
}
