# SPDX-License-Identifier: 0BSD
# One compiler makes all kinds of ARM code.
COMPILER := arm-linux-gnueabi-gcc
ISA := arm
ISA_FLAGS := -march=armv7-a+fp -mfloat-abi=hard -marm
