/*
 * Cycles of a link whose form is not on the page: what was filled in for them and never sent may
 * still be on the participant's device. Only the script can see; it then offers to send it.
 */
#ifndef SURVEYD_PAGES_UNSENT_H
#define SURVEYD_PAGES_UNSENT_H

#include "survey/programme.h"

struct pages_unsent_cycle {
    const struct survey_cycle *cycle;
    const char *draft; /* what pages_form.draft of the cycle's form was */
};

struct pages_unsent {
    const struct survey_programme *programme;
    int language; /* index into the programme's languages, of the titles */
    size_t count; /* from 1 */
    const struct pages_unsent_cycle *cycles; /* ascending */
};

#endif
