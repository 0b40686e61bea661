#include "stored_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "answers_store_internal.h"
#include "base/json.h"

void stored_fixture_init(struct stored_fixture *fixture, struct base_arena *arena,
                         const struct survey_programme *programme, const char *const *questions,
                         size_t question_count)
{
    struct base_failure failure;
    *fixture = (struct stored_fixture){.arena = arena,
                                       .programme = programme,
                                       .questions = questions,
                                       .question_count = question_count};
    assert_int_equal(release_read(arena, programme, (struct base_text){NULL, 0},
                                  base_json_own(arena, json_object_new_object()), &fixture->ledger,
                                  &failure),
                     STATUS_OK);
}

static void read_ledger(struct stored_fixture *fixture)
{
    struct base_failure failure;
    if (fixture->ledger.generation == 0)
        return;
    struct base_text values =
        base_json_write(fixture->arena, release_write(&fixture->ledger, fixture->arena));
    assert_int_equal(release_read(fixture->arena, fixture->programme, values,
                                  fixture->ledger.published, &fixture->ledger, &failure),
                     STATUS_OK);
}

void stored_fixture_begin(struct stored_fixture *fixture)
{
    struct source nothing = {.programme = fixture->programme};
    fixture->reader = stored_reader_new(fixture->arena, &nothing, NULL, 0);
    fixture->data = stored_reader_data(fixture->reader);
    for (size_t i = 0; i < fixture->data->cycle_count; i++) {
        struct answers_block *block = &fixture->data->cycles[i].responses;
        size_t count = fixture->question_count;
        const char **names = base_arena_array(fixture->arena, const char *, count + 2);
        for (size_t j = 0; j < count; j++)
            names[j] = fixture->questions[j];
        names[count] = EVALUATION_ATTENDED;
        names[count + 1] = EVALUATION_ASSIGNED;
        answers_block_free(block);
        answers_block_init(block, names, count + 2);
    }
    read_ledger(fixture);
}

static uint32_t person_of(const struct stored_fixture *fixture, const char *who)
{
    uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES] = {0};
    memcpy(key, who, strlen(who));
    return people_add(&fixture->data->people, key, false);
}

void stored_fixture_respond_for(struct stored_fixture *fixture, size_t cycle, const char *who,
                                const char *organisation, const char *actor_type)
{
    struct answers_block *block = &fixture->data->cycles[cycle].responses;
    uint32_t member = people_member(&fixture->data->people, person_of(fixture, who),
                                    base_text_of(organisation), base_text_of(actor_type));
    size_t row = answers_block_add(block, member);
    block->marks[row] = 1;
}

void stored_fixture_invite(struct stored_fixture *fixture, size_t cycle, const char *who,
                           const char *organisation, const char *actor_type)
{
    struct answers_block *block = &fixture->data->cycles[cycle].participation;
    uint32_t member = people_member(&fixture->data->people, person_of(fixture, who),
                                    base_text_of(organisation), base_text_of(actor_type));
    answers_block_write(block, ANSWERS_INVITED, answers_block_add(block, member), 1);
}

void stored_fixture_respond(struct stored_fixture *fixture, size_t cycle, const char *who,
                            uint32_t mark)
{
    struct answers_block *block = &fixture->data->cycles[cycle].responses;
    stored_fixture_respond_for(fixture, cycle, who, "", "");
    block->marks[block->count - 1] = mark;
}

static void write(struct stored_fixture *fixture, size_t cycle, const char *who, size_t column,
                  double value)
{
    struct answers_block *block = &fixture->data->cycles[cycle].responses;
    uint32_t person = person_of(fixture, who);
    for (size_t i = 0; i < block->count; i++)
        if (fixture->data->people.members[block->members[i]].participant == person)
            answers_block_write(block, column, i, value);
}

void stored_fixture_answer(struct stored_fixture *fixture, size_t cycle, const char *who,
                           const char *question, double value)
{
    for (size_t i = 0; i < fixture->question_count; i++)
        if (strcmp(fixture->questions[i], question) == 0)
            write(fixture, cycle, who, i, value);
}

void stored_fixture_attend(struct stored_fixture *fixture, size_t cycle, const char *who)
{
    write(fixture, cycle, who, fixture->question_count, 1);
}

static void forget_parts(struct stored_fixture *fixture, int cycle)
{
    size_t kept = 0;
    for (size_t i = 0; i < fixture->part_count; i++)
        if (fixture->parts[i].cycle != cycle)
            fixture->parts[kept++] = fixture->parts[i];
    fixture->part_count = kept;
}

/* Stored parts live longer than the cursor. */
static void keep_parts(struct stored_fixture *fixture)
{
    struct release_cursor cursor = {
        .arena = fixture->arena, .ledger = &fixture->ledger, .data = fixture->data};
    struct store_release part;
    while (release_next(&cursor, &part)) {
        if (part.replaces)
            forget_parts(fixture, part.cycle);
        if (part.answers.length == 0)
            continue;
        for (size_t i = 0; i < fixture->part_count; i++)
            assert_false(fixture->parts[i].cycle == part.cycle &&
                         fixture->parts[i].generation == part.generation &&
                         fixture->parts[i].part == part.part);
        assert_true(fixture->part_count < 64);
        part.answers.data = base_arena_copy(fixture->arena, part.answers.data, part.answers.length);
        fixture->parts[fixture->part_count++] = part;
    }
}

void stored_fixture_settle(struct stored_fixture *fixture)
{
    struct base_failure failure;
    stored_reader_finish(fixture->reader);
    stored_reader_tabulate(fixture->reader);
    for (size_t i = 0; i < fixture->data->cycle_count; i++) {
        struct release_history *history = release_history_new(fixture->arena);
        for (size_t j = 0; j < fixture->part_count; j++)
            if (fixture->parts[j].cycle == fixture->data->cycles[i].cycle)
                assert_int_equal(release_history_add(history, fixture->parts[j].generation,
                                                     fixture->parts[j].answers, &failure),
                                 STATUS_OK);
        release_match(&fixture->ledger, history, fixture->data, i);
    }
    if (release_settle(&fixture->ledger, fixture->data))
        keep_parts(fixture);
}

uint32_t stored_fixture_participant(const struct stored_fixture *fixture, const char *who)
{
    return person_of(fixture, who);
}
