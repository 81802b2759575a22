/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_CHECK_CHECK_H
#define IPVSADM_CHECK_CHECK_H

/**
 * check_main - the command: is the network around a service as it must be?
 *
 * Return: exit status: 0 all fine, 1 faults, 2 where something could not be
 * checked, or for any error.
 */
int check_main(int argc, const char **argv);

#endif
