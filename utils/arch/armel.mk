# SPDX-License-Identifier: 0BSD
# ARM without floating point, from ARMv4T on.
COMPILER := arm-linux-gnueabi-gcc
ISA := arm
ISA_FLAGS := -march=armv4t -mfloat-abi=soft -marm
