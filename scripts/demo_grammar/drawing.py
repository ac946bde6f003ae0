"""Draws the parts of sentences: subjects, objects, places, tenses."""

from dataclasses import replace

import french
from lexicon import ADJECTIVES, MODALS, NAMES, NOUNS
from phrases import (BE, HAVE, HE, I, NEGATIONS, SHE, TU, VOUS, WE, Phrase, english, french_statement, join,
                     name_phrase, noun_phrase, possessive)

NUMBERS = [("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9),
           ("ten", 10), ("eleven", 11), ("twelve", 12), ("fifteen", 15), ("twenty", 20), ("twenty-one", 21),
           ("thirty", 30), ("thirty-one", 31), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70),
           ("seventy-one", 71), ("eighty", 80), ("eighty-one", 81), ("ninety", 90), ("ninety-one", 91)]
PAST_TIMES = [("yesterday", "hier"), ("this morning", "ce matin"), ("last week", "la semaine dernière")]
FUTURE_TIMES = [("tomorrow", "demain"), ("tonight", "ce soir"), ("next week", "la semaine prochaine")]
HABITS = [("every day", "tous les jours"), ("every morning", "tous les matins")]
FREQUENCIES = ["often", "always", "sometimes"]
# Whom one speaks to, and how: tu for a friend, vous for several people and out of politeness.
VOCATIVES = ([(Phrase(name, name, "", gender, False, TU)) for name, gender in NAMES] * 2 +
             [Phrase("Sir", "Monsieur", "", "m", False, VOUS), Phrase("Madam", "Madame", "", "f", False, VOUS)] * 4 +
             [Phrase("Children", "Les enfants", "", "m", True, VOUS), Phrase("Ladies", "Mesdames", "", "f", True, VOUS),
              Phrase("Girls", "Les filles", "", "f", True, VOUS)] * 3)


def nouns(*kinds):
    return [noun for noun in NOUNS if noun.kinds & set(kinds)]


def adjectives(noun, use):
    return [adjective for adjective in ADJECTIVES if adjective.kinds & noun.kinds and use in adjective.uses]


def described(c, noun, determiner, plural=False, count=None, chance=0.35):
    """A noun phrase, sometimes with one adjective on one side of the noun or one on each."""
    chosen = []
    if c.chance(chance):
        fitting = adjectives(noun, "a")
        for before in (True, False):
            side = [adjective for adjective in fitting if adjective.before is before]
            if side and c.chance(0.6):
                chosen.append(c.pick(side))
    return noun_phrase(noun, determiner, plural, chosen, count)


def name(c, exclude=()):
    return name_phrase(c.pick([n for n, _ in NAMES if n not in exclude]))


def relative_of(c, noun):
    """"my brother" or "Paul's brother"."""
    if c.chance(0.6):
        return noun_phrase(noun, c.pick(["my", "our"]), c.chance(0.2) and noun.en in ("brother", "sister", "uncle"))
    owner = name(c)
    base = noun_phrase(noun, "the")
    return replace(base, en=f"{owner.en}'s {noun.en}", fr=f"{base.fr} {french.contract('de', owner.fr)}")


def subject(c, verb, speakers=True):
    """Somebody who may do this. I and we do not show a gender in English, so speakers=False leaves them out."""
    roll = c.number()
    if roll < 0.3:
        return c.pick([I, WE, HE, SHE, HE, SHE] if speakers else [HE, SHE])
    if roll < 0.5:
        first = name(c)
        return name_phrase(first.en, name(c, [first.en]).en) if c.chance(0.35) else first
    noun = c.pick(nouns(*(sorted(verb.subjects) or ["person", "animal"])))
    if "family" in noun.kinds:
        return relative_of(c, noun)
    return described(c, noun, c.pick(["the", "the", "the", "this", "my" if "animal" in noun.kinds else "the"]),
                     c.chance(0.4), chance=0.15)


def object_of(c, kinds, owner, adverb="", question=False, chance=0.4):
    """Something of these kinds, perhaps the owner's own."""
    noun = c.pick(nouns(*sorted(kinds)))
    if "family" in noun.kinds:
        return relative_of(c, noun)
    plural = "mass" not in noun.kinds and c.chance(0.4)
    if plural and adverb not in NEGATIONS and c.chance(0.2):
        return described(c, noun, "the", True, c.pick(NUMBERS[:13]), chance / 2)
    unknown = "any" if adverb in NEGATIONS else "asked" if question else "a"
    may_own = noun.kinds & {"thing", "vehicle", "animal", "text", "clothes"}
    determiner = c.pick(["the", "the", unknown, unknown, "this", possessive(owner) if may_own else "the"])
    return described(c, noun, determiner, plural, chance=chance)


def place(c, *prepositions):
    """(English preposition, French phrase with its preposition, noun phrase)."""
    noun = c.pick([noun for noun in nouns("place") if noun.place[0] in prepositions])
    phrase = noun_phrase(noun, "the")
    if noun.place[1] == "à":
        return noun.place[0], french.contract("à", phrase.fr), phrase
    return noun.place[0], f"{noun.place[1]} {phrase.fr}", phrase


def linked(verb, *phrases):
    """The pairs of a clause: those inside its phrases, and the verb with the head of each."""
    heads = set() if verb in (BE, HAVE) else {(phrase.head, verb.en) for phrase in phrases if phrase.head}
    return frozenset(heads.union(*(phrase.pairs for phrase in phrases)))


def tense_for(c, verb):
    """(tense, adverb, English time, French time): what is said leaves one French tense to choose."""
    if "s" in verb.uses:
        return (c.pick(["present", "present", "past"]), c.pick(["", "not", "not", "no longer"]), "", "")
    kinds = ["past", "past", "past not", "near", "future", "negative", "often"]
    if not set(verb.uses) & set("nx"):
        kinds += ["habit", "habit"] + ([] if "e" in verb.uses else ["progressive", "used"])
    if "x" not in verb.uses:
        kinds += ["modal"]
    kind = c.pick(kinds)
    if kind == "habit":
        return ("present", "", *c.pick(HABITS))
    if kind == "often":
        return "present", c.pick(FREQUENCIES), "", ""
    if kind == "negative":
        return "present", c.pick(sorted(NEGATIONS)), "", ""
    if kind in ("past", "past not"):
        return ("past", "not" if kind == "past not" else "", *c.pick(PAST_TIMES))
    if kind in ("near", "future"):
        return (kind, "", *(c.pick(FUTURE_TIMES) if c.chance(0.5) else ("", "")))
    if kind == "modal":
        return c.pick(MODALS), c.pick(["", "not"]), "", ""
    return kind, "", "", ""


def clause(c, who, verb, complement=None):
    """(English, French, pairs) of who does what. complement: adverb -> (English, French, phrases)."""
    tense, adverb, time_en, time_fr = tense_for(c, verb)
    object_en, object_fr, phrases = complement(adverb) if complement else ("", "", ())
    return (join(english(who, verb, tense, adverb), object_en, time_en),
            join(french_statement(who, verb, tense, adverb), object_fr, time_fr), linked(verb, who, *phrases))
