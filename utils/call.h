/* SPDX-License-Identifier: 0BSD */
/* The call, behind functions so that tests can answer in recctrl's place. Results: recctrl/abi.h. */
#ifndef RECCTRLU_CALL_H
#define RECCTRLU_CALL_H

#include "recctrl/abi.h"

/* Contract 1; the name has at most 127 bytes. */
int32_t call_contract1(int32_t action, const char *name);

/* Contract 2. */
int32_t call_contract2(const struct recctrl_request *request);

/* What a negative answer means. */
const char *call_reason(int32_t answer);

#endif
