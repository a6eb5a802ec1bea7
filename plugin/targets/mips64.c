/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdbool.h>
#include <stdint.h>

typedef uint64_t mips_word;

#include "mips.h"

const struct target target = MIPS_TARGET("mips64", true);
