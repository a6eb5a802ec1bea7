# SPDX-License-Identifier: 0BSD
COMPILER := aarch64-linux-gnu-gcc
ISA := aarch64
ISA_FLAGS := -march=armv8-a -mgeneral-regs-only -mno-outline-atomics
