#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A list that comes in parts tells each service and each server that stays once, whatever
# comes and goes before its end.
. "$(dirname "$0")/../lib/net.sh"
setup

while IFS=$'\t' read -r claim got want; do
	is "$claim" "$got" "$want"
done < <(director env PYTHONPATH="$top/tests/lib" python3 - <<- 'LISTS' 2>&1
	from ipvs_request import *

	COUNT = 250
	STAY = range(10, COUNT - 10)
	ipvs = Genl("IPVS")


	def where(number, family):
	    return f"fd00:7::{number:x}" if family == 10 else f"10.7.0.{number}"


	def add(number, family, kind):
	    if kind == GET_SERVICE:
	        which = key(af=family, addr=where(number, family))
	        assert not ipvs.request(NEW_SERVICE, service(which, mask=u32(128)))
	    else:
	        assert not ipvs.request(NEW_DEST, only(key(af=family)) + dest(where(number, family)))


	def remove(number, family, kind):
	    if kind == GET_SERVICE:
	        assert not ipvs.request(DEL_SERVICE, only(key(af=family, addr=where(number, family))))
	    else:
	        assert not ipvs.request(DEL_DEST,
	                                only(key(af=family)) + dest(where(number, family), whole=False))


	def listed(family, kind, change):
	    """How often each is told; what changes does so after the first part."""
	    told = [0] * 256
	    reader = Genl("IPVS")
	    for data in reader.parts(kind, only(key(af=family))):
	        for number in range(1, COUNT + 1):
	            told[number] += data.count(address(where(number, family)))
	        while change:
	            change.pop()()
	    return told


	for kind, name in (GET_SERVICE, "services"), (GET_DEST, "servers"):
	    for family in 2, 10:
	        ipvs.request(NEW_SERVICE, service(key(af=family), mask=u32(128)))
	        for number in range(1, COUNT + 1):
	            add(number, family, kind)
	        ends = [*range(1, 10), *range(COUNT - 9, COUNT + 1)]
	        for verb, change in ("gone", remove), ("there again", add):
	            told = listed(family, kind, [lambda n=n: change(n, family, kind) for n in ends])
	            print(f"family {family}, {name}: the first and the last are {verb}, others told once",
	                  *{told[number] for number in STAY}, 1, sep="\t")
	        ipvs.request(FLUSH)
LISTS
)
is "all was compared" "$points" 8
finish
