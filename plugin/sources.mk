# SPDX-License-Identifier: GPL-2.0-or-later
# Which files make which plugin, for plugin/module.mk and for plugin/panda/extra-plugins/build.mk. ROOT: the project's
# folder, with a slash at its end, or nothing where make runs in it.
plugin_sources = $(patsubst $(ROOT)%,%,$(wildcard $(addprefix $(ROOT),$(1))))

SOURCES_recctrl := $(call plugin_sources,plugin/*.c plugin/decide/*.c plugin/record/*.c plugin/panda/*.c common/*.c clock/*.c \
	manifest/*.c)
SOURCES_recctrl_arm := $(call plugin_sources,plugin/panda/arm/*.c)
SOURCES_recctrl_checksum := $(call plugin_sources,plugin/checksum/*.c plugin/panda/machine_state.c)
SOURCES_recctrl_replay := $(call plugin_sources,plugin/replay/*.c)
SOURCES_recctrl_transcript := $(call plugin_sources,plugin/transcript/*.c plugin/panda/callbacks.c plugin/panda/guest_memory.c \
	transcript/*.c)
PLUGIN_TARGETS := $(patsubst plugin/targets/%.c,%,$(call plugin_sources,plugin/targets/*.c))
# Those beside recctrl_checksum that a target has.
ARM_TARGETS := arm aarch64
REPLAY_TARGETS := aarch64
TRANSCRIPT_TARGETS := $(patsubst plugin/transcript/targets/%.c,%,$(call plugin_sources,plugin/transcript/targets/*.c))
