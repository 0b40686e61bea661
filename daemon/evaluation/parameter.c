#include <assert.h>

#include "evaluation/catalogue.h"

struct row {
    const char *name, *holds, *standard;
};

static const struct row *find(enum evaluation_parameter parameter)
{
    static const struct row rows[] = {
#define ROW(parameter, word, holds, standard) [parameter] = {word, holds, standard},
        EVALUATION_PARAMETER_LIST(ROW)
#undef ROW
    };
    assert(parameter < EVALUATION_PARAMETER_COUNT);
    return &rows[parameter];
}

const char *evaluation_parameter_name(enum evaluation_parameter parameter)
{
    return find(parameter)->name;
}

const char *evaluation_parameter_holds(enum evaluation_parameter parameter)
{
    return find(parameter)->holds;
}

const char *evaluation_parameter_standard(enum evaluation_parameter parameter)
{
    return find(parameter)->standard;
}
