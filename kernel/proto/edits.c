// SPDX-License-Identifier: GPL-2.0
#include "edits.h"

#include <linux/string.h>

/* Nothing that lies farther back than this can be sent once more: no TCP window is so wide. */
#define LVS_EDITS_REACH (1U << 30)

static bool lvs_edits_before(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}

static void lvs_edits_forget(struct lvs_edits *edits)
{
	edits->base += edits->edit[0].after - edits->edit[0].before;
	edits->count--;
	memmove(&edits->edit[0], &edits->edit[1], edits->count * sizeof(edits->edit[0]));
}

void lvs_edits_add(struct lvs_edits *edits, u32 seq, u8 before, const char *text, u8 after)
{
	struct lvs_edit *edit;

	if (edits->count == LVS_EDITS)
		lvs_edits_forget(edits);
	edit = &edits->edit[edits->count++];
	edit->seq = seq;
	edit->before = before;
	edit->after = after;
	memcpy(edit->text, text, after);
}

enum lvs_edit_cover lvs_edit_covered(const struct lvs_edit *edit, u32 seq, u32 length)
{
	u32 end = seq + length;
	u32 edit_end = edit->seq + edit->before;

	if (!lvs_edits_before(seq, edit_end) || !lvs_edits_before(edit->seq, end))
		return LVS_EDIT_OUTSIDE;
	if (lvs_edits_before(edit->seq, seq) || lvs_edits_before(end, edit_end))
		return LVS_EDIT_ACROSS;
	return LVS_EDIT_INSIDE;
}

u32 lvs_edits_told(const struct lvs_edits *edits, u32 seq)
{
	u32 delta = edits->base;
	u32 i;

	for (i = 0; i < edits->count && lvs_edits_before(edits->edit[i].seq, seq); i++)
		delta += edits->edit[i].after - edits->edit[i].before;
	return seq + delta;
}

u32 lvs_edits_said(const struct lvs_edits *edits, u32 seq, enum lvs_edit_end end)
{
	const struct lvs_edit *edit;
	u32 delta = edits->base;
	u32 told;
	u32 i;

	for (i = 0; i < edits->count; i++) {
		edit = &edits->edit[i];
		told = edit->seq + delta;
		if (!lvs_edits_before(told, seq))
			break;
		if (lvs_edits_before(seq, told + edit->after))
			return edit->seq + (end == LVS_EDIT_UP ? edit->before : 0);
		delta += edit->after - edit->before;
	}
	return seq - delta;
}

void lvs_edits_advance(struct lvs_edits *edits, u32 seq)
{
	while (edits->count && !lvs_edits_before(seq, edits->edit[0].seq + LVS_EDITS_REACH))
		lvs_edits_forget(edits);
}
