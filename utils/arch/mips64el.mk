# SPDX-License-Identifier: 0BSD
# MIPS64, little-endian, n64. One compiler makes all kinds of MIPS code.
COMPILER := mips-linux-gnu-gcc
ISA := mips
ISA_FLAGS := -march=mips64 -mabi=64 -EL -msoft-float -mno-abicalls -fno-pic -G0
