/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RECCTRL_COMMON_VERSION_H
#define RECCTRL_COMMON_VERSION_H

#define RECCTRL_PROJECT_VERSION "0.1.0"

#endif
