#include "catalogue_report.h"

struct pages_report catalogue_report(struct base_arena *arena, const struct catalogue_programme *in,
                                     int language, const struct store_metric_run *run, int64_t now)
{
    struct report_cycle *cycles = base_arena_array(arena, struct report_cycle, in->cycle_count);
    struct report_source *source = base_arena_object(arena, struct report_source);
    for (size_t i = 0; i < in->cycle_count; i++) {
        const struct catalogue_cycle *cycle = &in->cycles[i];
        cycles[i] =
            (struct report_cycle){cycle->cycle, catalogue_questionnaire(cycle, cycle->version),
                                  cycle->opens_at, cycle->closes_at};
    }
    *source = (struct report_source){in->programme, in->cycle_count, cycles, now};
    return report_build(arena, source, language, run);
}
