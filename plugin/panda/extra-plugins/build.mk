# SPDX-License-Identifier: GPL-2.0-or-later
# One of recctrl's plugins, PLUGIN_NAME, for one target, TARGET_NAME: read by PANDA's make behind its panda.mak, in the
# target's build folder. headers.c comes first, so that a PANDA which recctrl does not know stops the build.
BINDING := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))/..)
ROOT := $(abspath $(BINDING)/../..)/
include $(ROOT)plugin/sources.mk

RECCTRL_PLUGIN := $(PLUGIN_TARGET_DIR)/panda_$(PLUGIN_NAME).so
RECCTRL_PACKAGES := glib-2.0 jansson zlib
RECCTRL_SOURCES := $(SOURCES_$(PLUGIN_NAME))
ifeq ($(PLUGIN_NAME),recctrl)
RECCTRL_SOURCES += plugin/targets/$(TARGET_NAME).c $(if $(filter $(ARM_TARGETS),$(TARGET_NAME)),$(SOURCES_recctrl_arm))
endif
ifeq ($(PLUGIN_NAME),recctrl_transcript)
RECCTRL_SOURCES += plugin/transcript/targets/$(TARGET_NAME).c
endif
RECCTRL_OBJECTS := $(RECCTRL_SOURCES:%.c=$(PLUGIN_OBJ_DIR)/%.o)
TARGETS_recctrl_replay := $(REPLAY_TARGETS)
TARGETS_recctrl_transcript := $(TRANSCRIPT_TARGETS)
RECCTRL_TARGETS := $(or $(TARGETS_$(PLUGIN_NAME)),$(PLUGIN_TARGETS))
RECCTRL_FLAGS = -std=c11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -fPIC -MMD -MP -I$(ROOT) -I$(ROOT)include -I$(ROOT)plugin \
	$(shell pkg-config --cflags $(RECCTRL_PACKAGES))

ifeq ($(filter $(TARGET_NAME),$(RECCTRL_TARGETS)),)

.PHONY: $(RECCTRL_PLUGIN)
$(RECCTRL_PLUGIN):
	@echo "recctrl: there is no $(PLUGIN_NAME) for target $(TARGET_NAME)"

else ifneq ($(shell pkg-config --exists $(RECCTRL_PACKAGES) || echo missing),)

$(error recctrl: pkg-config does not find all of $(RECCTRL_PACKAGES); on Debian: libglib2.0-dev libjansson-dev zlib1g-dev)

else ifneq ($(and $(EXTRA_PLUGINS_PATH),$(shell grep -x recctrl $(SRC_PATH)/panda/plugins/config.panda)),)

$(error recctrl: $(SRC_PATH)/panda/plugins/config.panda names PANDA's own recctrl, which this one replaces: delete that line)

else

$(RECCTRL_PLUGIN): $(RECCTRL_OBJECTS) $(ROOT)plugin/exports.map
	@mkdir -p $(@D)
	$(call quiet-command,$(CC) -shared -Wl$(COMMA)-z$(COMMA)relro$(COMMA)-z$(COMMA)now \
		-Wl$(COMMA)--version-script=$(ROOT)plugin/exports.map -o $@ $(RECCTRL_OBJECTS) \
		$(shell pkg-config --libs $(RECCTRL_PACKAGES)),"PLUGIN","$(TARGET_DIR)$@")

$(RECCTRL_OBJECTS): $(PLUGIN_OBJ_DIR)/%.o: $(ROOT)%.c | $(PLUGIN_OBJ_DIR)/headers.o
	@mkdir -p $(@D)
	$(call quiet-command,$(CC) $(RECCTRL_FLAGS) -c -o $@ $<,"CC","$(TARGET_DIR)$@")

$(PLUGIN_OBJ_DIR)/headers.o: $(BINDING)/extra-plugins/headers.c $(BINDING)/panda_numbers.h
	@mkdir -p $(@D)
	$(call quiet-command,$(CC) $(QEMU_LOCAL_INCLUDES) $(QEMU_INCLUDES) -iquote $(BINDING) $(QEMU_CFLAGS) -w -c -o $@ $<,\
		"CC","$(TARGET_DIR)$@")

-include $(RECCTRL_OBJECTS:.o=.d)

endif
