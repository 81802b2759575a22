/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_FAIL_H
#define IPVSADM_FAIL_H

#include "opts.h"

/* What an errno means to a command, in the words of the contract. */
const char *fail_text(enum command command, int error);

/* Print it, with the kernel's sentence if there was one, and return the exit code. */
int fail_report(enum command command, int error);

/* The same for an errno of transport_open(). */
int fail_open(int error);

#endif
