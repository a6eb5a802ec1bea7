/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "refusals.h"

#include <glib.h>

#include "notice.h"

void refusals_init(struct refusals *refusals)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refusals->reasons); i++) {
        refusals->reasons[i].left_out = 0;
        rate_init(&refusals->reasons[i].rate, REFUSALS_PER_MINUTE);
    }
}

void refusals_tell(struct refusals *refusals, int32_t reason, const char *text, int64_t now_ms)
{
    struct refusal *refusal = &refusals->reasons[MIN(0u - (uint32_t)reason, G_N_ELEMENTS(refusals->reasons) - 1)];

    if (!rate_take(&refusal->rate, now_ms)) {
        refusal->left_out++;
        return;
    }
    if (refusal->left_out == 0) {
        notice("no recording: %s", text);
    } else {
        notice("no recording: %s (%" G_GUINT32_FORMAT " more of the kind were not told)", text, refusal->left_out);
    }
    refusal->left_out = 0;
}
