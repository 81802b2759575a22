# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Words for tests that make allocations fail.
#
#	in_reach               allocations on behalf of our modules may fail, no others
#	load_in_reach          so may those of a module of ours that is about to be loaded
#	function_in_reach NAME only those on behalf of this function of lvs may fail
#	place                  where lvs lies
#	chance PERCENT         that so many of them do

faults=/sys/kernel/debug

# function_range NAME [MODULE]: its first byte and that behind its last
function_range()
{
	awk -v module="${2:+[$2]}" '$4 == module && tolower($2) == "t" { print $1, $3 }' /proc/kallsyms | sort |
		awk -v name="$1" 'start { print "0x" start, "0x" $1; exit } $2 == name { start = $1 }'
}

# reach START END [START END]: allocations with an address within on their stack, and
# none of the second range
reach()
{
	local kind

	for kind in failslab fail_page_alloc; do
		echo N > $faults/$kind/ignore-gfp-wait
		echo 0 > $faults/$kind/verbose
		echo -1 > $faults/$kind/times
		echo 0 > $faults/$kind/probability
		printf '0x%x\n' "$1" > $faults/$kind/require-start
		printf '0x%x\n' "$2" > $faults/$kind/require-end
		printf '0x%x\n' "${3:-0}" > $faults/$kind/reject-start
		printf '0x%x\n' "${4:-0}" > $faults/$kind/reject-end
	done
	echo 0 > $faults/fail_page_alloc/min-order
	echo N > $faults/fail_page_alloc/ignore-gfp-highmem
}

# First and last byte of our modules.
our_modules()
{
	awk '/^lvs/ { print $6, $2 }' /proc/modules | while read -r start size; do
		echo $((start)) $((start + size))
	done | sort -n | awk 'NR == 1 { first = $1 } { last = $2 } END { print first, last }'
}

in_reach()
{
	local first last

	read -r first last < <(our_modules)
	reach "$first" "$last"
}

# The next load finds the place that this one leaves. Neither its self-tests, which come
# last, nor what the compiler adds to count coverage take memory that matters. The files that
# a cache of the kernel's has in sysfs are the kernel's own, and if one fails, it leaks a name.
load_in_reach()
{
	local first last files files_end

	first=$(place)
	last=0x$(awk '$3 ~ /^lvs_selftest_/ { print $1 }' /proc/kallsyms | sort | head -n 1)
	read -r files files_end < <(function_range sysfs_slab_add)
	reach "$first" "$last" "$files" "$files_end"
}

# Where lvs lies.
place()
{
	awk '$1 == "lvs" { print $6 }' /proc/modules
}

function_in_reach()
{
	local start end

	read -r start end < <(function_range "$1" lvs)
	reach "$start" "$end"
}

chance()
{
	echo "$1" > $faults/failslab/probability
	echo "$1" > $faults/fail_page_alloc/probability
}
