/*
 * What participants are told about their answers, in English and Swedish.
 */
#ifndef SURVEYD_DAEMON_SURVEY_MESSAGES_H
#define SURVEYD_DAEMON_SURVEY_MESSAGES_H

#include <stdbool.h>

#include "base/arena.h"

/* name, English, Swedish. {a} is the title of the question or row, {b} and {c} are details. */
#define SURVEY_MESSAGE_LIST(X)                                                                     \
    X(SELECT_ANSWER, "Select an answer to “{a}”", "Välj ett svar på ”{a}”")                        \
    X(SELECT_SOME, "Select at least one answer to “{a}”", "Välj minst ett svar på ”{a}”")          \
    X(SELECT_ROWS, "Select an answer for at least one row of “{a}”",                               \
      "Välj ett svar på minst en rad i ”{a}”")                                                     \
    X(SELECT_ROW, "Select an answer for “{a}”", "Välj ett svar för ”{a}”")                         \
    X(SELECT_CELL, "Select an answer for “{a}” under “{b}”",                                       \
      "Välj ett svar för ”{a}” under ”{b}”")                                                       \
    X(ENTER_TEXT, "Enter an answer to “{a}”", "Skriv ett svar på ”{a}”")                           \
    X(ENTER_NUMBER, "Enter a number for “{a}”", "Skriv ett tal som svar på ”{a}”")                 \
    X(ENTER_DATE, "Enter a date for “{a}”", "Ange ett datum för ”{a}”")                            \
    X(RANK_ALL, "Give every option of “{a}” a place of its own",                                   \
      "Ge varje alternativ i ”{a}” en egen plats")                                                 \
    X(RANK_TWICE, "“{b}” has more than one place in “{a}”; give each option one place",            \
      "”{b}” har fått fler än en plats i ”{a}”; ge varje alternativ en plats")                     \
    X(DESCRIBE_OTHER, "Describe what you mean by “{b}” in your answer to “{a}”",                   \
      "Beskriv vad du menar med ”{b}” i ditt svar på ”{a}”")                                       \
    X(NOT_A_CHOICE, "Select one of the answers offered for “{a}”",                                 \
      "Välj bland de svar som finns för ”{a}”")                                                    \
    X(ALONE, "For “{a}”, select either “{b}” or the other answers that apply, not both",           \
      "Välj antingen ”{b}” eller de andra svar som stämmer på ”{a}”, inte båda")                   \
    X(TOO_MANY, "Select no more than {b} answers to “{a}”", "Välj högst {b} svar på ”{a}”")        \
    X(TOO_FEW, "Select at least {b} answers to “{a}”", "Välj minst {b} svar på ”{a}”")             \
    X(NOT_A_NUMBER, "Enter a number for “{a}”, such as 3 or 2.5",                                  \
      "Skriv ett tal som svar på ”{a}”, till exempel 3 eller 2,5")                                 \
    X(NOT_WHOLE, "Enter a whole number for “{a}”", "Skriv ett heltal som svar på ”{a}”")           \
    X(NUMBER_STEP, "Enter a number in steps of {b} for “{a}”, counted from 0",                     \
      "Skriv ett tal i steg om {b}, räknat från 0, som svar på ”{a}”")                             \
    X(NUMBER_BETWEEN, "Enter a number from {b} to {c} for “{a}”",                                  \
      "Skriv ett tal från {b} till {c} som svar på ”{a}”")                                         \
    X(NUMBER_LEAST, "Enter a number that is {b} or more for “{a}”",                                \
      "Skriv ett tal som är {b} eller mer som svar på ”{a}”")                                      \
    X(NUMBER_MOST, "Enter a number that is {b} or less for “{a}”",                                 \
      "Skriv ett tal som är {b} eller mindre som svar på ”{a}”")                                   \
    X(NOT_A_DATE, "Enter a date that exists for “{a}”, such as 2026-11-20",                        \
      "Ange ett datum som finns för ”{a}”, till exempel 2026-11-20")                               \
    X(DATE_BETWEEN, "Enter a date from {b} to {c} for “{a}”",                                      \
      "Ange ett datum från {b} till {c} för ”{a}”")                                                \
    X(DATE_LEAST, "Enter a date that is {b} or later for “{a}”",                                   \
      "Ange ett datum som är {b} eller senare för ”{a}”")                                          \
    X(DATE_MOST, "Enter a date that is {b} or earlier for “{a}”",                                  \
      "Ange ett datum som är {b} eller tidigare för ”{a}”")                                        \
    X(TOO_LONG, "Shorten your answer to “{a}” to {b} characters or fewer",                         \
      "Korta ditt svar på ”{a}” till högst {b} tecken")                                            \
    X(TOO_SHORT, "Write at least {b} characters in your answer to “{a}”",                          \
      "Skriv minst {b} tecken som svar på ”{a}”")                                                  \
    X(NO_DIGITS, "Write your answer to “{a}” without digits",                                      \
      "Skriv ditt svar på ”{a}” utan siffror")                                                     \
    X(PATTERN, "Check your answer to “{a}”: it does not have the form that is asked for",          \
      "Kontrollera ditt svar på ”{a}”: det har inte den form som efterfrågas")                     \
    X(WRONG_TYPE, "The answer to “{a}” does not have the form that this kind of question needs",   \
      "Svaret på ”{a}” har inte den form som den sortens fråga behöver")                           \
    X(UNKNOWN_NAME, "There is no question named “{a}” in this survey; leave it out",               \
      "Det finns ingen fråga som heter ”{a}” i enkäten; utelämna den")                             \
    X(UNKNOWN_ROW, "“{a}” has no row named “{b}”; leave it out",                                   \
      "”{a}” har ingen rad som heter ”{b}”; utelämna den")                                         \
    X(UNKNOWN_PART, "“{a}” has no column named “{b}”; leave it out",                               \
      "”{a}” har ingen kolumn som heter ”{b}”; utelämna den")                                      \
    X(ACTOR_TYPE, "Select what kind of organisation you come from",                                \
      "Välj vilken sorts organisation du kommer från")                                             \
    X(ORGANISATION, "Select your organisation", "Välj din organisation")                           \
    X(ORGANISATION_KIND,                                                                           \
      "“{a}” is of the kind “{b}”; change the kind of organisation or select another one",         \
      "”{a}” är av sorten ”{b}”; ändra sorten eller välj en annan organisation")                   \
    X(NOT_AN_OBJECT, "The answers must be an object: each question's name, and its answer",        \
      "Svaren måste vara ett objekt: varje frågas namn och dess svar")

enum survey_message {
#define SURVEY_MESSAGE_ENUM(name, english, swedish) SURVEY_MESSAGE_##name,
    SURVEY_MESSAGE_LIST(SURVEY_MESSAGE_ENUM)
#undef SURVEY_MESSAGE_ENUM
        SURVEY_MESSAGE_COUNT
};

/* The message with its details put in (NULL for those it does not have), long ones cut; on the
   arena. */
const char *survey_message_text(struct base_arena *arena, enum survey_message message, bool swedish,
                                const char *a, const char *b, const char *c);

#endif
