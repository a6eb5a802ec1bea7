# SPDX-License-Identifier: 0BSD
# MIPS32, big-endian, o32. One compiler makes all kinds of MIPS code.
COMPILER := mips-linux-gnu-gcc
ISA := mips
ISA_FLAGS := -march=mips32 -mabi=32 -EB -msoft-float -mno-abicalls -fno-pic -G0
