# SPDX-License-Identifier: 0BSD
# IA-32 from the 486 on. A compiler for x86-64 will do.
COMPILER := $(if $(filter x86_64 i%86,$(shell uname -m)),$(CC),i686-linux-gnu-gcc)
ISA := i386
ISA_FLAGS := -m32 -march=i486 -mno-sse -fcf-protection=none
