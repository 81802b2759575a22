/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_PROBE_TRACE_RUN_H
#define IPVSADM_PROBE_TRACE_RUN_H

/**
 * trace_main - the command
 *
 * Return: its exit status: 0 if all targets were reached, 1 if not, 2 for any error.
 */
int trace_main(int argc, const char **argv);

#endif
