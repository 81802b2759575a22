// SPDX-License-Identifier: GPL-2.0
/*
 * replay [COUNT [SEED]]: feed a fuzzer's entry with COUNT random inputs,
 * for machines and runs without libFuzzer. Half of them begin like a packet.
 * Tells TAP.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_MAX_INPUT 256

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static uint64_t state;

/* xorshift64: the same inputs for the same seed, anywhere. */
static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void one(void)
{
	static const uint8_t heads[] = {
		0x45, 0x46, 0x4f, 0x60, 0x00, 0x03, 0x0b, 0x80, 0x81, 0x01
	};
	size_t size = draw() % SIZE_MAX_INPUT;
	/* Of its very size: the sanitizer sees a byte more. */
	uint8_t *bytes = malloc(size ? size : 1);
	size_t i;

	if (!bytes)
		abort();
	for (i = 0; i < size; i++)
		bytes[i] = (uint8_t)draw();
	for (i = 1; i < size && draw() % 2; i += 4 * (draw() % 12))
		bytes[i] = heads[draw() % sizeof(heads)];
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
	unsigned long i;

	state = argc > 2 ? strtoull(argv[2], NULL, 10) : 88172645463325252ULL;
	for (i = 0; i < count; i++)
		one();
	printf("1..1\nok 1 - %s takes %lu random inputs\n", name, count);
	return 0;
}
