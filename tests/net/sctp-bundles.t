#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Of an SCTP packet with several chunks, the director goes by the one that moves the association:
# an ABORT before all, wherever it stands among control chunks. What a chunk says of its length
# leads it nowhere.
. "$(dirname "$0")/../lib/net.sh"
setup
# Both ends are played: nobody else answers.
for name in c 1; do
	ip netns exec "$tag-$name" nft -f - << 'EOF'
table inet deaf {
	chain input {
		type filter hook input priority 0
		meta l4proto sctp drop
	}
}
EOF
done
cat > "$work/play" << 'EOF'
data behind a cookie | new c:COOKIE_ECHO+DATA | COOKIE 0
and its answer | s:COOKIE_ACK+SACK | ESTABLISHED 1
the client aborts behind a cookie | c:COOKIE_ECHO+ABORT | CLOSED 0
the server aborts behind its answer | new c:COOKIE_ECHO s:COOKIE_ACK+ABORT | REJECTED 0
the server aborts behind what it has got | open s:SACK+ABORT | CLOSED 0
the client leaves behind two others | open c:AUTH+SACK+SHUTDOWN | S-RECEIVED 0
an authenticated answer, behind a complaint | new c:COOKIE_ECHO s:AUTH+ERROR+COOKIE_ACK | ESTABLISHED 1
behind data, nothing is said | c:DATA+ABORT s:DATA+SHUTDOWN | ESTABLISHED 1
nor behind a length of nothing | c:SACK:0+ABORT s:COOKIE_ACK:3+ABORT | ESTABLISHED 1
nor behind one past the end | c:SACK:65535+ABORT s:SACK:65535+ABORT | ESTABLISHED 1
nor inside another chunk | c:SACK:21+ABORT | ESTABLISHED 1
nor behind more than is bundled | c:SACK+SACK+SACK+SACK+SACK+SACK+SACK+SACK+ABORT | ESTABLISHED 1
padding does not hide it | c:SACK:17+ABORT | CLOSED 0
what is not an INIT begins none | port c:COOKIE_ECHO+ABORT c:COOKIE_ECHO | 0
nor does one behind another | c:SACK+INIT | 0
alone, it does | c:INIT | INIT1 0
by direct routing, the client's half is seen | port d:INIT d:COOKIE_ECHO+DATA | ESTABLISHED 1
and its leaving, behind what it has got | d:SACK+SHUTDOWN | S-RECEIVED 0
and its abort | port d:INIT d:COOKIE_ECHO d:SACK+ABORT | CLOSED 0
EOF
for vip in $VIP "[$VIP6]"; do
	[[ $vip == "$VIP" ]] && real=10.0.2.11 || real="[fd00:2::11]"
	vs -A --sctp-service "$vip:99" -s rr
	vs -a --sctp-service "$vip:99" -r $real:99 -m
	vs -A --sctp-service "$vip:98" -s rr
	vs -a --sctp-service "$vip:98" -r $real:98 -g
	"$top/tests/lib/sctp-play" "$tag" "${vip//[\[\]]/}" < "$work/play" > "$work/became" 2>&1
	while IFS='|' read -r claim _ want; do
		is "$vip: ${claim% }" "$(grep -F "$claim|" "$work/became" || tail -n 1 "$work/became")" "$claim|$want"
	done < "$work/play"
	vs -C
done
finish
