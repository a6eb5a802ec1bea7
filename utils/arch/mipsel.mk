# SPDX-License-Identifier: 0BSD
# MIPS32, little-endian, o32. One compiler makes all kinds of MIPS code.
COMPILER := mips-linux-gnu-gcc
ISA := mips
ISA_FLAGS := -march=mips32 -mabi=32 -EL -msoft-float -mno-abicalls -fno-pic -G0
