/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's pure files need of its types, in user space. */
#ifndef SHIM_LINUX_TYPES_H
#define SHIM_LINUX_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef uint16_t __be16;
typedef uint32_t __be32;
typedef uint32_t __wsum;
typedef uint16_t __sum16;

#define __force
#define READ_ONCE(x)	 (x)
#define WRITE_ONCE(x, y) ((x) = (y))

#endif
