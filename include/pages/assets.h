/*
 * The style sheets and scripts, embedded at build from daemon/pages/assets/.
 */
#ifndef SURVEYD_PAGES_ASSETS_H
#define SURVEYD_PAGES_ASSETS_H

#include <stddef.h>

#include "base/text.h"

struct pages_asset {
    const char *name;       /* "survey.css", "survey.js", "icon.svg" and so on */
    const char *media_type;
    struct base_text bytes; /* static storage */
};

/* All of them; `*ret_count` is how many. Static storage. */
const struct pages_asset *pages_assets(size_t *ret_count);

#endif
