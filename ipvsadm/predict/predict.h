/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_PREDICT_PREDICT_H
#define IPVSADM_PREDICT_PREDICT_H

/**
 * predict_main - the command: which real server does this client get?
 *
 * Return: exit status: 0 with a server named, 1 where none can be, 2 for any
 * error.
 */
int predict_main(int argc, const char **argv);

#endif
