# SPDX-License-Identifier: GPL-2.0-or-later
# "make plugin": the plugins for a PANDA that was built from its source tree, with its headers, for each target that it
# was built for. PANDA_SRC is the source tree, PANDA_BUILD the folder where it was built, PLUGIN_DIR where the plugins
# go, as PANDA_DIR wants it; PANDA's own folders are not touched unless PLUGIN_DIR says so.
PANDA_BUILD ?= $(PANDA_SRC)/build
PLUGIN_DIR ?= build/panda
EXTRA_PLUGINS := $(CURDIR)/plugin/panda/extra-plugins/panda/plugins
PANDA_PLUGINS := recctrl recctrl_checksum recctrl_replay recctrl_transcript
PANDA_MAK := $(abspath $(PANDA_SRC))/panda/plugins/panda.mak
PANDA_TARGETS = $(notdir $(patsubst %/config-target.mak,%,$(wildcard $(PANDA_BUILD)/*-softmmu/config-target.mak)))

.PHONY: plugin
plugin: $(if $(filter plugin,$(MAKECMDGOALS)),check-panda $(foreach target,$(PANDA_TARGETS),$(PANDA_PLUGINS:%=panda/$(target)/%)))

.PHONY: check-panda
check-panda:
	$(if $(PANDA_SRC),,$(error usage: make plugin PANDA_SRC=DIRECTORY [PANDA_BUILD=DIRECTORY] [PLUGIN_DIR=DIRECTORY]))
	$(if $(wildcard $(PANDA_MAK)),,$(error PANDA_SRC=$(PANDA_SRC) is no source tree of PANDA: it has no panda/plugins/panda.mak))
	$(if $(PANDA_TARGETS),,$(error PANDA_BUILD=$(PANDA_BUILD) is no build folder of PANDA: it has no TARGET-softmmu/config-target.mak))

panda/%: check-panda
	+$(MAKE) --no-print-directory -C $(abspath $(PANDA_BUILD))/$(*D) -f $(PANDA_MAK) -f $(EXTRA_PLUGINS)/$(*F)/Makefile \
		PLUGIN_SRC_ROOT=$(EXTRA_PLUGINS) PLUGIN_NAME=$(*F) SRC_PATH=$(abspath $(PANDA_SRC)) \
		BUILD_DIR=$(abspath $(PANDA_BUILD)) EXTRA_PLUGINS_PATH= PLUGIN_TARGET_DIR=$(abspath $(PLUGIN_DIR))/$(*D)/panda/plugins \
		PLUGIN_OBJ_DIR=$(abspath build/panda/objects)/$(*D)/$(*F) V=$(V) all
