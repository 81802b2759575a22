# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Words for tests that make allocations fail.
#
#	in_reach               allocations on behalf of our modules may fail, no others
#	chance PERCENT         that so many of them do

faults=/sys/kernel/debug

# Code of ours is on the stack: from the first to the last byte of our modules.
in_reach()
{
	local kind

	for kind in failslab fail_page_alloc; do
		echo N > $faults/$kind/ignore-gfp-wait
		echo 0 > $faults/$kind/verbose
		echo -1 > $faults/$kind/times
		echo 0 > $faults/$kind/probability
		awk '/^lvs/ { print $6, $2 }' /proc/modules | while read -r start size; do
			printf '0x%x\n' $((start)) $((start + size))
		done | sort > "$work/reach"
		head -n 1 "$work/reach" > $faults/$kind/require-start
		tail -n 1 "$work/reach" > $faults/$kind/require-end
	done
	echo 0 > $faults/fail_page_alloc/min-order
	echo N > $faults/fail_page_alloc/ignore-gfp-highmem
}

chance()
{
	echo "$1" > $faults/failslab/probability
	echo "$1" > $faults/fail_page_alloc/probability
}
