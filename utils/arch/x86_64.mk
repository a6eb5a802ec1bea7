# SPDX-License-Identifier: 0BSD
COMPILER := $(if $(filter x86_64,$(shell uname -m)),$(CC),x86_64-linux-gnu-gcc)
ISA := x86_64
ISA_FLAGS := -m64 -fcf-protection=none
