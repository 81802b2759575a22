/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_LEGAL_H
#define IPVSADM_LEGAL_H

#include "parser.h"

/* Names in messages, a contract. */
extern const char *const legal_option_names[OPTIONS];
extern const char *const legal_command_names[COMMANDS];

/* May the options that were given stand together? Fills in defaults. 0 or an exit code. */
int legal_check(struct parser *parser);

#endif
