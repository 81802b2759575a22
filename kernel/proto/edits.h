/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_PROTO_EDITS_H
#define LVS_PROTO_EDITS_H

#include <linux/types.h>

/*
 * A stream of bytes that the director changes on its way: what its sender has
 * said, and what its receiver is told. Sequence numbers are of TCP, and all
 * comparisons are modulo 2^32.
 */

#define LVS_EDITS	  4
#define LVS_EDIT_TEXT_MAX 24

/**
 * struct lvs_edit - bytes of the stream in whose place others stand
 * @seq: of the first, as the sender counts
 * @before: how many they were
 * @after: how many stand there now
 * @text: those
 */
struct lvs_edit {
	u32 seq;
	u8 before;
	u8 after;
	char text[LVS_EDIT_TEXT_MAX];
};

/**
 * struct lvs_edits - the changes of a stream
 * @base: what older ones, which are not kept, have added to its length
 * @count: of @edit
 * @edit: the last ones, in order of the stream
 *
 * Kept, not summed up: what is sent once more is changed once more in the
 * same way, and everything before it is counted as it was then.
 */
struct lvs_edits {
	u32 base;
	u32 count;
	struct lvs_edit edit[LVS_EDITS];
};

/* Was the stream ever changed? */
static inline bool lvs_edits_any(const struct lvs_edits *edits)
{
	return edits->count || edits->base;
}

/* How a segment lies to an edit. */
enum lvs_edit_cover {
	LVS_EDIT_OUTSIDE,
	LVS_EDIT_INSIDE, /* the segment has all of its bytes */
	LVS_EDIT_ACROSS, /* the segment has some of them, and cannot be told */
};

/* Where an end that lies within changed bytes goes. */
enum lvs_edit_end {
	LVS_EDIT_DOWN,
	LVS_EDIT_UP,
};

/**
 * lvs_edits_add() - note a change
 * @edits: of the stream; the new one is behind all that it has
 * @seq: of the first byte, as the sender counts
 * @before: how many bytes
 * @text: what shall stand there
 * @after: its length, at most LVS_EDIT_TEXT_MAX
 */
void lvs_edits_add(struct lvs_edits *edits, u32 seq, u8 before, const char *text, u8 after);

/* How the segment of @length bytes from @seq lies to an edit. */
enum lvs_edit_cover lvs_edit_covered(const struct lvs_edit *edit, u32 seq, u32 length);

/* Number of what the sender counts as @seq, as the receiver counts. */
u32 lvs_edits_told(const struct lvs_edits *edits, u32 seq);

/* Number of what the receiver counts as @seq, as the sender counts. */
u32 lvs_edits_said(const struct lvs_edits *edits, u32 seq, enum lvs_edit_end end);

/* The stream has come to @seq: forget edits that lie so far back that numbers could be mistaken. */
void lvs_edits_advance(struct lvs_edits *edits, u32 seq);

#endif
