# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced by tests of IPsec, after net.sh.
#
#	policy DIRECTION FROM TO MODE NEAR FAR [UPPER...]
#	                        a command, for a batch
#	associate MODE NEAR FAR commands: both directions
#	protect NAME MODE NEAR FAR FROM TO [UPPER...]
#	                        packets from the director, and its clients, to that namespace and
#	                        back; NEAR and FAR have the associations
#	unheard CLAIM PORT ADDRESS...
#	                        nobody answers a client there, nor tells it anything

spi=256
key=0x000102030405060708090a0b0c0d0e0f

policy()
{
	echo "xfrm policy add src $2 dst $3 ${*:7} dir $1 tmpl src $5 dst $6 proto esp mode $4"
}

associate()
{
	local ends

	for ends in "src $2 dst $3" "src $3 dst $2"; do
		echo "xfrm state add $ends proto esp spi $spi mode $1" \
			"enc cbc(aes) $key auth-trunc hmac(sha256) $key 128"
	done
}

protect()
{
	local name=$1 ends=("${@:2:3}") from=$5 to=$6 direction

	spi=$((spi + 1))
	{
		associate "${ends[@]}"
		policy out "$from" "$to" "${ends[@]}" "${@:7}"
		for direction in in fwd; do
			policy $direction "$to" "$from" "${ends[0]}" "${ends[2]}" "${ends[1]}" "${@:7}"
		done
	} | ip -n "$tag-d" -batch -
	{
		associate "${ends[@]}"
		policy in "$from" "$to" "${ends[@]}" "${@:7}"
		policy out "$to" "$from" "${ends[0]}" "${ends[2]}" "${ends[1]}" "${@:7}"
	} | ip -n "$tag-$name" -batch -
}

unheard()
{
	local address asking=()

	for address in "${@:3}"; do
		client timeout 3 "$top/build/tests/ask" "$address" "$2" &
		asking+=($!)
	done > "$work/heard" 2>&1
	wait "${asking[@]}"
	is "$1" "$(cat "$work/heard")" ""
}
