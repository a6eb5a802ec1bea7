# SPDX-License-Identifier: 0BSD
# 64-bit Windows.
SYSTEM := windows
COMPILER := x86_64-w64-mingw32-gcc
ISA := x86_64
ISA_FLAGS := -fcf-protection=none
