/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "timestamp.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define END_OF_9999_MS 253402300800000

bool timestamp_format(int64_t ms, char text[TIMESTAMP_SIZE])
{
    if (ms < 0 || ms >= END_OF_9999_MS) {
        return false;
    }
    time_t seconds = (time_t)(ms / 1000);
    struct tm utc;
    if (!gmtime_r(&seconds, &utc)) {
        return false;
    }
    size_t used = strftime(text, TIMESTAMP_SIZE, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text + used, TIMESTAMP_SIZE - used, ".%03uZ", (unsigned)(ms % 1000));
    return true;
}

bool timestamp_parse(const char *text, int64_t *ms)
{
    struct tm utc = {0};
    int milliseconds = 0, used = 0;
    char again[TIMESTAMP_SIZE];

    if (strlen(text) != TIMESTAMP_SIZE - 1 ||
        sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ%n", &utc.tm_year, &utc.tm_mon, &utc.tm_mday, &utc.tm_hour,
               &utc.tm_min, &utc.tm_sec, &milliseconds, &used) != 7 ||
        used != TIMESTAMP_SIZE - 1) {
        return false;
    }
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    int64_t value = (int64_t)timegm(&utc) * 1000 + milliseconds;
    /* Signs, blanks, and days such as 31 February do not survive the way back. */
    if (!timestamp_format(value, again) || strcmp(again, text) != 0) {
        return false;
    }
    *ms = value;
    return true;
}
