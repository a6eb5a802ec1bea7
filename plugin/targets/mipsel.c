/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdbool.h>
#include <stdint.h>

typedef uint32_t mips_word;

#include "mips.h"

const struct target target = MIPS_TARGET("mipsel", false);
