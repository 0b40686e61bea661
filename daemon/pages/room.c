#include "pages/room.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "base/json.h"
#include "markup.h"
#include "pages/qr.h"
#include "words.h"

#define MINUTE_S 60
#define HOUR_S 3600
#define DAY_S 86400

/* The page while it is written. */
struct room_view {
    const struct pages_room *room;
    struct base_arena *arena;
    struct base_buffer *out;
    size_t count;                           /* languages in which the interface speaks here */
    size_t languages[SURVEY_LANGUAGES_MAX]; /* indices into the programme's */
};

/* The interface speaks in each language that it knows, and once in English for all others. */
static void choose_languages(struct room_view *view)
{
    const struct survey_programme *programme = view->room->programme;
    bool has_english = false;
    for (size_t i = 0; i < programme->language_count; i++) {
        struct pages_words words = pages_words_for(programme->languages[i]);
        has_english = has_english || (!words.marked && !words.swedish);
    }
    for (size_t i = 0; i < programme->language_count; i++) {
        bool is_marked = pages_words_for(programme->languages[i]).marked;
        if (is_marked && has_english)
            continue;
        has_english = has_english || is_marked;
        view->languages[view->count++] = i;
    }
}

static const char *language_at(const struct room_view *view, size_t index)
{
    return view->room->programme->languages[view->languages[index]];
}

/* "12 min", "3 h 5 min": a minute that has begun counts. */
static const char *duration(struct base_arena *arena, struct pages_words words, int64_t seconds)
{
    int64_t minutes = (seconds + MINUTE_S - 1) / MINUTE_S;
    if (minutes < 60)
        return pages_phrase(arena, words, ROOM_MINUTES,
                            base_arena_format(arena, "%" PRId64, minutes), "");
    return pages_phrase(arena, words, ROOM_HOURS,
                        base_arena_format(arena, "%" PRId64, minutes / 60),
                        base_arena_format(arena, "%" PRId64, minutes % 60));
}

/* "15:30", "15.30" of a local time "YYYY-MM-DDTHH:MM". */
static const char *clock_time(struct base_arena *arena, struct pages_words words,
                              const char *moment)
{
    const char *clock = strlen(moment) >= 16 ? moment + 11 : "00:00";
    return base_arena_format(arena, "%.2s%c%.2s", clock, words.swedish ? '.' : ':', clock + 3);
}

static const char *time_words(struct base_arena *arena, const struct pages_room *room,
                              struct pages_words words)
{
    if (room->state == PAGES_ROOM_CLOSED)
        return pages_word(words, ROOM_CLOSED);
    bool is_open = room->state == PAGES_ROOM_OPEN;
    const char *moment = is_open ? room->cycle->closes : room->cycle->opens;
    if (room->seconds >= DAY_S)
        return pages_phrase(arena, words, is_open ? ROOM_CLOSES_ON : ROOM_OPENS_ON,
                            pages_moment(arena, words, moment), "");
    return pages_phrase(arena, words, is_open ? ROOM_CLOSES_IN : ROOM_OPENS_IN,
                        duration(arena, words, room->seconds > 0 ? room->seconds : 0),
                        clock_time(arena, words, moment));
}

/* What the page was made for; with another it must be made anew. */
static const char *state_of(struct base_arena *arena, const struct pages_room *room)
{
    static const char *const names[] = {"open", "upcoming", "closed"};
    return base_arena_format(arena, "%s-%d%s", names[room->state], room->cycle->cycle,
                             room->results ? "-results" : "");
}

struct json_object *pages_room_texts(const struct pages_room *room)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *texts = json_object_new_object();
    json_object_object_add(texts, "state", json_object_new_string(state_of(arena, room)));
    json_object_object_add(texts, "responses",
                           room->responses < 0 ? NULL : json_object_new_int64(room->responses));
    json_object_object_add(texts, "current", json_object_new_boolean(room->is_current));
    struct json_object *times = json_object_new_object();
    for (size_t i = 0; i < room->programme->language_count; i++) {
        const char *tag = room->programme->languages[i];
        json_object_object_add(
            times, tag, json_object_new_string(time_words(arena, room, pages_words_for(tag))));
    }
    json_object_object_add(texts, "time", times);
    return texts;
}

/* The same words in every language, a line each. */
static void say_all(const struct room_view *view, const char *class_name, enum pages_word id)
{
    for (size_t i = 0; i < view->count; i++) {
        struct pages_words words = pages_words_for(language_at(view, i));
        pages_print(view->out, "<p class=\"%s\" lang=\"%s\">%s</p>\n", class_name,
                    pages_words_language(words), pages_word(words, id));
    }
}

static void write_head(const struct pages_site *site, const struct room_view *view)
{
    const struct pages_room *room = view->room;
    pages_print(view->out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<title>%s</title>\n<meta name=\"viewport\" content=\"width=device-width, "
                "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
                "<meta name=\"robots\" content=\"noindex\">\n"
                "<link rel=\"stylesheet\" href=\"%s\">\n",
                room->programme->languages[0], survey_text_in(&room->programme->title, 0),
                site->room_css);
    if (site->icon)
        pages_print(view->out, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"%s\">\n",
                    site->icon);
    if (site->room_js)
        pages_print(view->out, "<script src=\"%s\" defer></script>\n", site->room_js);
    if (room->refreshes)
        base_buffer_string(view->out,
                           "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>\n");
    base_buffer_string(view->out, "</head>\n");
}

/* The title of the programme and of the cycle, in every language of the programme. */
static void write_titles(const struct room_view *view)
{
    const struct survey_programme *programme = view->room->programme;
    const struct survey_text *title = &view->room->cycle->title;
    base_buffer_string(view->out, "<header>\n<h1>");
    for (size_t i = 0; i < programme->language_count; i++)
        pages_print(view->out, "<span lang=\"%s\">%s</span> ", programme->languages[i],
                    survey_text_in(&programme->title, (int)i));
    base_buffer_string(view->out, "</h1>\n<p class=\"cycle\">");
    for (size_t i = 0; title->given && i < programme->language_count; i++)
        pages_print(view->out, "<span lang=\"%s\">%s</span> ", programme->languages[i],
                    survey_text_in(title, (int)i));
    base_buffer_string(view->out, "</p>\n</header>\n");
}

static enum base_status write_code(const struct room_view *view, struct base_failure *reterr)
{
    const struct pages_room *room = view->room;
    if (!room->link)
        return STATUS_OK;
    struct pages_words words = pages_words_for(room->programme->languages[0]);
    enum pages_word label = room->state == PAGES_ROOM_CLOSED ? ROOM_CODE_RESULTS : ROOM_CODE;
    pages_print(view->out, "<div class=\"code\" lang=\"%s\">\n", pages_words_language(words));
    enum base_status status =
        pages_qr_write(view->out, room->link, pages_word(words, label), reterr);
    base_buffer_string(view->out, "</div>\n");
    return status;
}

/* The host and the code may stand on two lines, but neither is cut. */
static void write_address(const struct room_view *view)
{
    const struct pages_room *room = view->room;
    if (!room->address)
        return;
    say_all(view, "scan", ROOM_SCAN);
    const char *slash = strrchr(room->address, '/');
    size_t host = slash ? (size_t)(slash - room->address) + 1 : 0;
    base_buffer_string(view->out, "<p class=\"address\"><span>");
    pages_escape_text(view->out, (struct base_text){room->address, host});
    pages_print(view->out, "</span><wbr><span>%s</span></p>\n", room->address + host);
}

static void write_results_link(const struct room_view *view)
{
    const struct pages_room *room = view->room;
    if (!room->results)
        return;
    if (room->link)
        say_all(view, "scan", ROOM_SCAN_RESULTS);
    for (size_t i = 0; i < view->count; i++) {
        struct pages_words words = pages_words_for(language_at(view, i));
        pages_print(view->out, "<p class=\"way\"><a href=\"%s?lang=%s\" lang=\"%s\">%s</a></p>\n",
                    room->results, language_at(view, i), pages_words_language(words),
                    pages_word(words, ROOM_RESULTS));
    }
}

static void write_count(const struct room_view *view)
{
    const struct pages_room *room = view->room;
    base_buffer_string(view->out, "<div class=\"count\">\n<p class=\"number\" id=\"responses\">");
    if (room->responses < 0)
        base_buffer_string(view->out, "–");
    else
        base_buffer_format(view->out, "%" PRId64, room->responses);
    base_buffer_string(view->out, "</p>\n<div>\n");
    say_all(view, "label",
            room->state == PAGES_ROOM_CLOSED ? ROOM_RESPONSES_CLOSED : ROOM_RESPONSES);
    base_buffer_string(view->out, "</div>\n</div>\n");
}

static void write_times(const struct room_view *view)
{
    for (size_t i = 0; i < view->count; i++) {
        struct pages_words words = pages_words_for(language_at(view, i));
        pages_print(view->out, "<p class=\"time\" lang=\"%s\" data-time=\"%s\">%s</p>\n",
                    pages_words_language(words), language_at(view, i),
                    time_words(view->arena, view->room, words));
    }
}

/* A page that changes by itself must let itself be stopped (WCAG 2.2.2); a script only changes a
   number, which distracts nobody. */
static void write_foot(const struct room_view *view)
{
    const struct pages_room *room = view->room;
    base_buffer_string(view->out, "<footer>\n");
    say_all(view, "names", ROOM_NO_NAMES);
    base_buffer_string(view->out, "<noscript>\n");
    for (size_t i = 0; i < view->count; i++) {
        struct pages_words words = pages_words_for(language_at(view, i));
        pages_print(view->out, "<p><a href=\"%s%s\" lang=\"%s\">%s</a></p>\n", room->path,
                    room->refreshes ? "?refresh=off" : "", pages_words_language(words),
                    pages_word(words, room->refreshes ? ROOM_STOP_REFRESHING : ROOM_REFRESH));
    }
    base_buffer_string(view->out, "</noscript>\n</footer>\n</body>\n</html>\n");
}

enum base_status pages_room_write(const struct pages_site *site, const struct pages_room *room,
                                  struct base_buffer *out, struct base_failure *reterr)
{
    struct room_view view = {.room = room, .arena = out->arena, .out = out};
    choose_languages(&view);
    write_head(site, &view);
    base_buffer_string(out, "<body>\n");
    write_titles(&view);
    pages_print(out, "<main id=\"room\" class=\"%s\" data-path=\"%s\" data-state=\"%s\">\n",
                room->link ? "with-code" : "without-code", room->path, state_of(view.arena, room));
    enum base_status status = write_code(&view, reterr);
    if (status != STATUS_OK)
        return status;
    base_buffer_string(out, "<div class=\"facts\">\n<div>\n");
    write_address(&view);
    write_results_link(&view);
    base_buffer_string(out, "</div>\n");
    if (room->state != PAGES_ROOM_UPCOMING)
        write_count(&view);
    base_buffer_string(out,
                       room->is_current ? "<div id=\"stale\" hidden>\n" : "<div id=\"stale\">\n");
    say_all(&view, "stale", ROOM_NOT_CURRENT);
    base_buffer_string(out, "</div>\n<div class=\"times\">\n");
    write_times(&view);
    base_buffer_string(out, "</div>\n</div>\n</main>\n");
    write_foot(&view);
    return STATUS_OK;
}
