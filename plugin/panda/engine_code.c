/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine_code.h"

#include <dlfcn.h>

#include "panda_api.h"

bool is_engine_code(const void *address)
{
    Dl_info found, engine;

    return dladdr(address, &found) != 0 && dladdr((const void *)vm_start, &engine) != 0 &&
           found.dli_fbase == engine.dli_fbase;
}
