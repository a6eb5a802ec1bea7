# SPDX-License-Identifier: 0BSD
# 32-bit Windows.
SYSTEM := windows
COMPILER := i686-w64-mingw32-gcc
ISA := i386
ISA_FLAGS := -march=i686 -mno-sse -fcf-protection=none
