#include "drafts.h"

#define DRAFT_BYTES 16

const char *drafts_name(const struct visit *visit, const struct survey_cycle *cycle)
{
    const struct base_text parts[] = {
        BASE_TEXT("draft"), visit->link,
        base_text_of(base_arena_format(visit->arena, "%d", cycle->cycle))};
    uint8_t digest[32];
    base_key_hmac(&visit->keys->form, parts, 3, digest);
    return base_text_base64url(visit->arena, digest, DRAFT_BYTES);
}

const struct pages_unsent *drafts_elsewhere(const struct visit *visit)
{
    const struct catalogue_programme *in = visit->in;
    struct pages_unsent_cycle *cycles =
        base_arena_array(visit->arena, struct pages_unsent_cycle, in->cycle_count + 1);
    struct pages_unsent *unsent = base_arena_object(visit->arena, struct pages_unsent);
    *unsent = (struct pages_unsent){
        .programme = visit->programme, .language = visit->language, .cycles = cycles};
    for (size_t i = 0; i < in->cycle_count; i++) {
        const struct catalogue_cycle *cycle = &in->cycles[i];
        if (cycle == visit->cycle || cycle->sealed || cycle->opens_at > visit->now) {
            continue;
        }
        cycles[unsent->count++] = (struct pages_unsent_cycle){
            .cycle = cycle->cycle, .draft = drafts_name(visit, cycle->cycle)};
    }
    return unsent->count > 0 ? unsent : NULL;
}
