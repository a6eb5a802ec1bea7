# SPDX-License-Identifier: GPL-2.0-or-later
# Guests without an operating system: build/tests/baremetal/NAME.elf

BAREMETAL := build/tests/baremetal
BAREMETAL_FLAGS = -std=c11 -Wall -Wextra -Werror -O2 -g -ffreestanding -fno-tree-loop-distribute-patterns -fno-pic \
	-fno-stack-protector -nostdinc -isystem $(shell $(1)gcc -print-file-name=include) -Iinclude -Itests/baremetal \
	-MMD -MP
BAREMETAL_LINK = -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments \
	-T tests/baremetal/guest/link.ld -Wl,--defsym=LOAD_ADDRESS=$(1)

# $(1) name, $(2) compiler's prefix, $(3) compiler's flags, $(4) load address, $(5) objects
define BAREMETAL_GUEST
$(BAREMETAL)/$(1)/guest/caller-thumb.o: tests/baremetal/guest/caller.c
	@mkdir -p $$(@D)
	$(2)gcc $$(call BAREMETAL_FLAGS,$(2)) $(3) -mthumb -DRECCTRL_BAREMETAL_OTHERWISE -c $$< -o $$@
$(BAREMETAL)/$(1)/%.o: tests/baremetal/%.c
	@mkdir -p $$(@D)
	$(2)gcc $$(call BAREMETAL_FLAGS,$(2)) $(3) -c $$< -o $$@
$(BAREMETAL)/$(1)/%.o: tests/baremetal/%.S
	@mkdir -p $$(@D)
	$(2)gcc $$(call BAREMETAL_FLAGS,$(2)) $(3) -c $$< -o $$@
$(BAREMETAL)/$(1).elf: $(5:%=$(BAREMETAL)/$(1)/%.o) tests/baremetal/guest/link.ld
	$(2)gcc $(3) $$(call BAREMETAL_LINK,$(4)) $$(filter %.o,$$^) -lgcc -o $$@
-include $(5:%=$(BAREMETAL)/$(1)/%.d)
SUITE_NEEDS += $(BAREMETAL)/$(1).elf
endef

BAREMETAL_COMMON := guest/commands guest/hostile guest/print guest/keyboard guest/memory guest/caller

BAREMETAL_ARM := $(BAREMETAL_COMMON) guest/caller-thumb arm/start arm/wait arm/counted
BAREMETAL_V7 := -mfloat-abi=soft -mno-unaligned-access -marm
$(eval $(call BAREMETAL_GUEST,versatilepb,arm-linux-gnueabi-,-mcpu=arm926ej-s -marm -mthumb-interwork,0x10000,\
	$(BAREMETAL_ARM) arm/versatilepb))
$(eval $(call BAREMETAL_GUEST,vexpress-a9,arm-linux-gnueabi-,-mcpu=cortex-a9 $(BAREMETAL_V7),0x60010000,\
	$(BAREMETAL_ARM) arm/vexpress-a9))
$(eval $(call BAREMETAL_GUEST,virt-arm,arm-linux-gnueabi-,-march=armv7-a $(BAREMETAL_V7),0x40200000,\
	$(BAREMETAL_ARM) aarch64/virt))

BAREMETAL_A64 := -mcpu=cortex-a57 -mgeneral-regs-only -mstrict-align -mno-outline-atomics
$(eval $(call BAREMETAL_GUEST,virt,aarch64-linux-gnu-,$(BAREMETAL_A64),0x40100000,\
	$(BAREMETAL_COMMON) aarch64/start aarch64/virt aarch64/caller32 aarch64/counted arm/wait))

# virt-arm again, below a 64-bit EL3.
$(eval $(call BAREMETAL_GUEST,virt-arm64,aarch64-linux-gnu-,-DGUEST32='"$(BAREMETAL)/virt-arm.bin"',0x40100000,\
	aarch64/start32))
$(BAREMETAL)/virt-arm64/aarch64/start32.o: $(BAREMETAL)/virt-arm.bin
$(BAREMETAL)/virt-arm.bin: $(BAREMETAL)/virt-arm.elf
	arm-linux-gnueabi-objcopy -O binary $< $@

BAREMETAL_X86 := -march=i686 -mno-sse -fcf-protection=none
$(eval $(call BAREMETAL_GUEST,pc,i686-linux-gnu-,$(BAREMETAL_X86),0x100000,\
	$(BAREMETAL_COMMON) x86/boot x86/com1 x86/interrupts x86/interrupt x86/counted x86/pc))
$(eval $(call BAREMETAL_GUEST,x86-modes,i686-linux-gnu-,$(BAREMETAL_X86),0x100000,\
	x86/boot x86/com1 x86/interrupts $(addprefix x86/modes/,main paging page_end protected real user long)\
	guest/print guest/memory))
