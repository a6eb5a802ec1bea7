/* SPDX-License-Identifier: 0BSD */
#include "call.h"

#include "recctrl.h"

int32_t call_contract1(int32_t action, const char *name)
{
    return recctrl_call1(action, name);
}

int32_t call_contract2(const struct recctrl_request *request)
{
    return recctrl_call(request);
}

const char *call_reason(int32_t answer)
{
    return recctrl_strerror(answer);
}
