"""Sentences of two clauses. Each function draws (English, French, word pairs), without the final stop, or None where the
words drawn do not fit together."""

from dataclasses import replace

from drawing import PAST_TIMES, adjectives, linked, nouns, object_of, subject
from lexicon import ADJECTIVES, INTRANSITIVE, VERBS
from phrases import english, french_statement, join, noun_phrase
from statements import SOMEBODY, predicate

# What may well happen to a thing after something else did.
SEQUELS = {"buy": ["lose", "sell", "break", "wear"], "find": ["lose", "sell", "break"], "lose": ["find", "look_for"],
           "look_for": ["find", "buy"], "choose": ["buy", "wear"], "wash": ["wear", "sell"], "draw": ["sell"],
           "open": ["close"], "close": ["open"], "read": ["finish"], "see": ["buy", "choose"], "write": ["finish", "lose"]}
COLOURS = {"red", "blue", "green", "yellow", "black", "white", "grey"}
OPPOSITES = [{"small", "big"}, {"old", "young"}, {"hot", "cold"}, {"happy", "sad"}, {"slow", "fast"}, {"old", "modern"}]


def anaphora_object(c):
    """"Marie bought the keys and then she lost them", "Marie a acheté les clés et puis elle les a perdues"."""
    first = c.pick([verb for verb in VERBS if verb.en in SEQUELS])
    second = c.pick([verb for verb in VERBS if verb.en in SEQUELS[first.en]])
    fitting = [noun for noun in nouns(*sorted(first.objects)) if noun.kinds & second.objects
               and not noun.kinds & {"person", "family", "mass"}]
    if not fitting:
        return None
    noun = c.pick(fitting)
    who = subject(c, SOMEBODY, speakers=False)
    he = who.as_pronoun()
    thing = noun_phrase(noun, "the", c.chance(0.5))
    but_en, but_fr, adverb = c.pick([(", but", ", mais", "not"), ("and then", "et puis", "")])
    it, clitic = ("them", "les") if thing.plural else ("it", "le" if thing.gender == "m" else "la")
    return (join(english(who, first, "past"), thing.en, but_en, english(he, second, "past", adverb), it),
            join(french_statement(who, first, "past"), thing.fr, but_fr,
                 french_statement(he, second, "past", adverb, clitic=clitic, object_=thing)),
            linked(first, who, thing) | linked(second, thing))


def anaphora_subject(c):
    """"The mouse is small, but it is not fast", "la souris est petite, mais elle n'est pas rapide"."""
    noun = c.pick(nouns("animal", "clothes", "vehicle", "person", "thing", "building"))
    first, second = c.pick(adjectives(noun, "p")), c.pick(adjectives(noun, "p"))
    if first is second or {first.en, second.en} <= COLOURS or {first.en, second.en} in OPPOSITES:
        return None
    thing = noun_phrase(noun, c.pick(["the", "this"]), c.chance(0.5))
    but_en, but_fr, adverb = c.pick([(", but", ", mais", "not"), ("and", "et", "")])
    en, fr, pairs = predicate(thing, first, noun.en)
    en_2, fr_2, pairs_2 = predicate(thing.as_pronoun(), second, noun.en, "present", adverb)
    return join(en, but_en, en_2), join(fr, but_fr, fr_2), pairs | pairs_2


def because(c):
    """"The girls are tired because they worked": they is elles."""
    who = subject(c, SOMEBODY, speakers=False)
    adjective = c.pick([a for a in ADJECTIVES if a.en in ("tired", "happy", "sad", "sick")])
    verb = c.pick(INTRANSITIVE)
    adverb = c.pick(["", "not"])
    time_en, time_fr = c.pick(PAST_TIMES)
    en, fr, pairs = predicate(who, adjective, who.head or "person")
    he = who.as_pronoun()
    return (join(en, "because", english(he, verb, "past", adverb), time_en),
            join(fr, "parce que", french_statement(he, verb, "past", adverb), time_fr), pairs | linked(verb, who))


def relative_subject(c):
    """"The man who sells bread is tired"."""
    noun = c.pick(nouns("person"))
    who = noun_phrase(noun, "the", c.chance(0.4))
    verb = c.pick([verb for verb in VERBS if "s" not in verb.uses])
    thing = object_of(c, verb.objects, who, chance=0.2)
    adjective = c.pick(adjectives(noun, "p"))
    relative = replace(who, en=f"{who.en} who", fr=f"{who.fr} qui")
    tense = c.pick(["past", "past", "future"])
    subject_ = replace(who, en=join(english(relative, verb, tense), thing.en),
                       fr=join(french_statement(relative, verb, tense), thing.fr))
    en, fr, pairs = predicate(subject_, adjective, noun.en)
    return en, fr, pairs | linked(verb, who, thing)


def relative_object(c):
    """"The car that Paul bought is red", "la voiture que Paul a achetée est rouge"."""
    noun = c.pick(nouns("thing", "clothes", "vehicle", "text"))
    verb = c.pick([verb for verb in VERBS if verb.objects & noun.kinds and "s" not in verb.uses])
    who = subject(c, verb)
    thing = noun_phrase(noun, "the", c.chance(0.4))
    subject_ = replace(thing, en=join(thing.en, "that", english(who, verb, "past")),
                       fr=join(thing.fr, "que", french_statement(who, verb, "past", object_=thing)))
    en, fr, pairs = predicate(subject_, c.pick(adjectives(noun, "p")), noun.en)
    return en, fr, pairs | linked(verb, who, thing)
