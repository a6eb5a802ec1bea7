/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Uses all of the header, as C of any version and as C++. */
#include "recctrl.h"

int use(const char *text);

int use(const char *text)
{
    struct recctrl_request request;

    recctrl_request_init(&request, RECCTRL_CALL_CHECK);
    return recctrl_request_set(request.note, sizeof(request.note), text) + recctrl_call(&request) +
           recctrl_call1(RECCTRL_ACTION_TOGGLE, text) + recctrl_available() + recctrl_start(text) + recctrl_stop() +
           recctrl_status() + recctrl_session_open(text, text) + recctrl_session_close(text) +
           recctrl_session_close_all() + recctrl_strerror(RECCTRL_ERROR)[0] + (RECCTRL_HELLO == 0x52430002);
}
