/* SPDX-License-Identifier: 0BSD */
/* The hypercall, in a file of its own so that tests can answer in its place. */
#ifndef PAM_RECCTRL_CALL_H
#define PAM_RECCTRL_CALL_H

#include <stdint.h>

#include "recctrl/abi.h"

/* Makes a call of contract 2 and returns its result; RECCTRL_ABSENT in a machine that knows no such instruction. */
int32_t call_recctrl(const struct recctrl_request *request);

#endif
