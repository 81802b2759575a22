/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SHIM_LINUX_MINMAX_H
#define SHIM_LINUX_MINMAX_H

#define max_t(type, x, y) ((type)(x) > (type)(y) ? (type)(x) : (type)(y))

#endif
