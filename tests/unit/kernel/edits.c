// SPDX-License-Identifier: GPL-2.0
#include "../run.h"

#include "../../../kernel/proto/edits.h"

#include <stdlib.h>
#include <string.h>

static const char text[LVS_EDIT_TEXT_MAX] = "abcdefghijklmnopqrstuvw";

/* Numbers at which the counting starts: where it wraps, too. */
static const u32 starts[] = { 0, 1000, 0x7fffffe0, 0x80000000, 0xffffffe0 };

START_TEST(an_unchanged_stream_counts_as_it_is)
{
	struct lvs_edits edits = {};

	ck_assert(!lvs_edits_any(&edits));
	ck_assert_uint_eq(lvs_edits_told(&edits, starts[_i]), starts[_i]);
	ck_assert_uint_eq(lvs_edits_said(&edits, starts[_i], LVS_EDIT_UP), starts[_i]);
}
END_TEST

START_TEST(what_follows_a_change_moves_and_what_precedes_it_stays)
{
	struct lvs_edits edits = {};
	u32 seq = starts[_i];

	lvs_edits_add(&edits, seq + 10, 16, text, 20);
	ck_assert_uint_eq(lvs_edits_told(&edits, seq), seq);
	ck_assert_uint_eq(lvs_edits_told(&edits, seq + 10), seq + 10);
	ck_assert_uint_eq(lvs_edits_told(&edits, seq + 26), seq + 30);
	ck_assert_uint_eq(lvs_edits_said(&edits, seq + 10, LVS_EDIT_DOWN), seq + 10);
	ck_assert_uint_eq(lvs_edits_said(&edits, seq + 30, LVS_EDIT_DOWN), seq + 26);
}
END_TEST

START_TEST(an_end_within_changed_bytes_goes_to_the_side_that_is_asked_for)
{
	struct lvs_edits edits = {};

	lvs_edits_add(&edits, 10, 16, text, 20);
	ck_assert_uint_eq(lvs_edits_said(&edits, 11, LVS_EDIT_DOWN), 10);
	ck_assert_uint_eq(lvs_edits_said(&edits, 29, LVS_EDIT_DOWN), 10);
	ck_assert_uint_eq(lvs_edits_said(&edits, 11, LVS_EDIT_UP), 26);
	ck_assert_uint_eq(lvs_edits_said(&edits, 29, LVS_EDIT_UP), 26);
}
END_TEST

START_TEST(a_segment_has_all_of_a_change_or_none_or_is_cut)
{
	const struct lvs_edit edit = { .seq = starts[_i] + 10, .before = 16, .after = 20 };
	u32 seq = starts[_i];

	ck_assert_int_eq(lvs_edit_covered(&edit, seq, 10), LVS_EDIT_OUTSIDE);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq, 11), LVS_EDIT_ACROSS);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq, 25), LVS_EDIT_ACROSS);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq, 26), LVS_EDIT_INSIDE);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq + 10, 16), LVS_EDIT_INSIDE);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq + 11, 100), LVS_EDIT_ACROSS);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq + 25, 1), LVS_EDIT_ACROSS);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq + 26, 100), LVS_EDIT_OUTSIDE);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq + 26, 0), LVS_EDIT_OUTSIDE);
	ck_assert_int_eq(lvs_edit_covered(&edit, seq + 10, 0), LVS_EDIT_OUTSIDE);
}
END_TEST

/* All that was ever said and told, byte by byte: the last changes must agree with it. */
START_TEST(any_changes_agree_with_the_stream_byte_by_byte)
{
	struct lvs_edits edits = {};
	u32 said = starts[_i];
	u32 told = said;
	u32 reliable[LVS_EDITS + 1] = {};
	unsigned int round;

	srand(_i + 1);
	for (round = 0; round < 100; round++) {
		u8 gap = rand() % 50 + 1;
		u8 before = rand() % LVS_EDIT_TEXT_MAX + 1;
		u8 after = rand() % LVS_EDIT_TEXT_MAX + 1;
		u8 i;

		lvs_edits_add(&edits, said + gap, before, text, after);
		for (i = 0; i <= gap; i++) {
			ck_assert_uint_eq(lvs_edits_told(&edits, said + i), told + i);
			ck_assert_uint_eq(lvs_edits_said(&edits, told + i, LVS_EDIT_DOWN),
					  said + i);
		}
		memmove(reliable, reliable + 1, sizeof(reliable) - sizeof(*reliable));
		reliable[LVS_EDITS] = said;
		said += gap + before;
		told += gap + after;
		ck_assert_uint_eq(lvs_edits_told(&edits, said), told);
		ck_assert_uint_eq(lvs_edits_said(&edits, told, LVS_EDIT_DOWN), said);
	}
	/* Back to the first change that is kept, there and back is the same. */
	for (round = reliable[1]; round != said; round++) {
		u32 back = lvs_edits_said(&edits, lvs_edits_told(&edits, round), LVS_EDIT_DOWN);
		bool inside = false;
		u32 i;

		for (i = 0; i < edits.count; i++)
			inside |= lvs_edit_covered(&edits.edit[i], round, 1) != LVS_EDIT_OUTSIDE;
		if (!inside)
			ck_assert_uint_eq(back, round);
	}
}
END_TEST

START_TEST(a_change_far_back_still_counts)
{
	struct lvs_edits edits = {};
	u32 seq = starts[_i];
	u32 far;

	lvs_edits_add(&edits, seq, 16, text, 20);
	for (far = seq; far - seq < 0xf0000000; far += 1 << 28) {
		lvs_edits_advance(&edits, far + 16);
		ck_assert_uint_eq(lvs_edits_told(&edits, far + 16), far + 20);
		ck_assert_uint_eq(lvs_edits_said(&edits, far + 20, LVS_EDIT_DOWN), far + 16);
	}
	ck_assert(lvs_edits_any(&edits));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-edits");

	tcase_add_loop_test(tests, an_unchanged_stream_counts_as_it_is, 0, 5);
	tcase_add_loop_test(tests, what_follows_a_change_moves_and_what_precedes_it_stays, 0, 5);
	tcase_add_test(tests, an_end_within_changed_bytes_goes_to_the_side_that_is_asked_for);
	tcase_add_loop_test(tests, a_segment_has_all_of_a_change_or_none_or_is_cut, 0, 5);
	tcase_add_loop_test(tests, any_changes_agree_with_the_stream_byte_by_byte, 0, 5);
	tcase_add_loop_test(tests, a_change_far_back_still_counts, 0, 5);
	return run_case("kernel-edits", tests);
}
