"""Sentences that ask, order or speak to somebody. Each function draws (English, French, word pairs); a question ends
in its question mark, the others without the final stop. None where the words drawn do not fit together."""

from dataclasses import replace

import french
from drawing import PAST_TIMES, VOCATIVES, adjectives, linked, nouns, object_of, place, subject
from lexicon import INTRANSITIVE, LIKES, MOVEMENTS, VERBS
from phrases import BE, IL, TU, WE, english, french_inversion, french_statement, join, noun_phrase
from statements import SOMEBODY, predicate


def yes_no(c):
    """Of others one asks with est-ce que."""
    verb = c.pick(VERBS + LIKES)
    who = subject(c, SOMEBODY, speakers=False)
    return asked(c, who, verb, lambda tense: join("est-ce que", french_statement(who, verb, tense)))


def asked(c, who, verb, ask_in_french):
    state = "s" in verb.uses
    tense = c.pick(["present", "past"] if state else ["past", "near", "future"] + ["want"] * ("x" not in verb.uses))
    if verb in LIKES:
        noun = c.pick(nouns(*sorted(verb.objects)))
        thing = noun_phrase(noun, "generic", "mass" not in noun.kinds)
    else:
        thing = object_of(c, verb.objects, who, question=True, chance=0.25)
    time_en, time_fr = c.pick(PAST_TIMES) if tense == "past" and not state and c.chance(0.4) else ("", "")
    return (join(english(who, verb, tense, question=True), thing.en, time_en, "?"),
            join(ask_in_french(tense), thing.fr, time_fr, "?"), linked(verb, who, thing))


def addressed(c):
    """(whom, you): the vocative, which tells whether you is tu or vous, and you itself."""
    whom = c.pick(VOCATIVES)
    return whom, replace(whom, en="you", fr="tu" if whom.person == TU else "vous", head="")


def polite(whom):
    return whom.person != TU and not whom.plural


def addressed_question(c):
    """Politely by inversion, else by est-ce que: "Madame, aimez-vous le café ?", "Marie, est-ce que tu dors ?"."""
    whom, you = addressed(c)
    verb = c.pick(VERBS + LIKES)

    def ask(tense):
        if polite(whom):
            return french_inversion(you, verb, tense)
        return join("est-ce que", french_statement(you, verb, tense))
    en, fr, pairs = asked(c, you, verb, ask)
    return f"{whom.en}, {en}", f"{whom.fr}, {fr}", pairs


def addressed_state(c):
    """"Madam, are you tired?", "Madame, êtes-vous fatiguée ?"."""
    whom, you = addressed(c)
    adjective = c.pick(adjectives(nouns("person")[0], "p"))
    fr = adjective.forms[2 * whom.plural + (whom.gender == "f")]
    ask = (french_inversion(you, BE, "present") if polite(whom) else
           join("est-ce que", french_statement(you, BE, "present")))
    return (join(f"{whom.en},", english(you, BE, "present", question=True), adjective.en, "?"),
            join(f"{whom.fr},", ask, fr, "?"), frozenset({(adjective.en, whom.en)}))


def addressed_statement(c):
    """"Marie, you are tired": the adjective agrees with the one who is spoken to."""
    whom, you = addressed(c)
    if c.chance(0.5):
        en, fr, pairs = predicate(you, c.pick(adjectives(nouns("person")[0], "p")), "person",
                                  *c.pick([("present", ""), ("present", "not"), ("past", "")]))
    else:
        verb = c.pick([verb for verb in VERBS if not set(verb.uses) & set("sx")])
        tense, adverb = c.pick([("must", "not"), ("must", ""), ("can", ""), ("future", ""), ("past", "not")])
        thing = object_of(c, verb.objects, you, adverb)
        en, fr = (join(english(you, verb, tense, adverb), thing.en),
                  join(french_statement(you, verb, tense, adverb), thing.fr))
        pairs = linked(verb, thing)
    return f"{whom.en}, {en}", f"{whom.fr}, {fr}", pairs


def order(c):
    """"Children, do not open the window", "les enfants, n'ouvrez pas la fenêtre"."""
    whom, you = addressed(c)
    verb = c.pick([verb for verb in VERBS if not set(verb.uses) & set("sx")])
    adverb = c.pick(["", "not"])
    noun = object_of(c, verb.objects, you, adverb, chance=0.25)
    base = verb.en.replace("_", " ")
    form = french.imperative(verb.fr, whom.person)
    negated = (f"do not {base}", f"ne {form} pas") if adverb else (base, form)
    return (join(f"{whom.en},", negated[0], noun.en), join(f"{whom.fr},", negated[1], noun.fr), linked(verb, noun))


def where_is(c):
    """"Where are my keys?", "où sont mes clés ?"."""
    noun = c.pick(nouns("thing", "clothes", "animal", "place", "person"))
    owned = noun.kinds & {"thing", "clothes", "animal"}
    thing = noun_phrase(noun, c.pick(["the", "my", "our"]) if owned else "the", c.chance(0.4))
    chosen = adjectives(noun, "a")
    if chosen and c.chance(0.5):
        determiner = c.pick(["the", "my"]) if owned else "the"
        thing = noun_phrase(noun, determiner, thing.plural, [c.pick(chosen)])
    tense = c.pick(["present", "past"])
    return (join("where", english(thing, BE, tense, question=True), "?"),
            join("où", french.conjugate("être", "imperfect" if tense == "past" else "present", thing.person), thing.fr,
                 "?"), thing.pairs)


def circumstance(c):
    """Where, when and why, with est-ce que."""
    verb = c.pick(INTRANSITIVE + [verb for verb in MOVEMENTS if not verb.objects])
    who = subject(c, verb, speakers=False)
    en, fr = c.pick([("where", "où"), ("when", "quand"), ("why", "pourquoi")])
    tense, adverb = c.pick([("past", ""), ("near", ""), ("future", "")] + ([("past", "not")] if en == "why" else []))
    return (join(en, english(who, verb, tense, adverb, question=True), "?"),
            join(fr, "est-ce que", french_statement(who, verb, tense, adverb), "?"), linked(verb, who))


def who_did(c):
    """The subject is asked for: no do-support, no inversion."""
    verb = c.pick(VERBS)
    somebody = replace(WE, en="who", fr="qui", person=IL, plural=False)
    tense = c.pick(["present"] if "s" in verb.uses else ["past", "near", "future"])
    thing = object_of(c, verb.objects, somebody, chance=0.25)
    if thing.en.startswith(("his ", "her ")):
        return None
    return (join(english(somebody, verb, tense), thing.en, "?"),
            join(french_statement(somebody, verb, tense), thing.fr, "?"), linked(verb, thing))


def what(c):
    verb = c.pick([verb for verb in VERBS if verb.objects & {"food", "thing", "drink", "text", "clothes"}])
    who = subject(c, verb, speakers=False)
    tense = c.pick(["past", "near", "future"] + ["want", "can"] * ("x" not in verb.uses))
    return (join("what", english(who, verb, tense, question=True), "?"),
            join("qu'est-ce que", french_statement(who, verb, tense), "?"), linked(verb, who))


def which(c):
    """Which and how many, with the participle in agreement: "combien de pommes est-ce que Paul a mangées ?"."""
    verb = c.pick([verb for verb in VERBS if not verb.objects & {"building", "person", "drink"} and "s" not in verb.uses])
    noun = c.pick([noun for noun in nouns(*sorted(verb.objects)) if "mass" not in noun.kinds])
    many = c.chance(0.5)
    thing = noun_phrase(noun, "the", many or c.chance(0.4))
    bare_en, bare_fr = (noun.en_plural, noun.fr_plural) if thing.plural else (noun.en, noun.fr)
    asks = (("how many", "combien de") if many else
            ("which", "quel" + ("le" if noun.gender == "f" else "") + ("s" if thing.plural else "")))
    who = subject(c, SOMEBODY, speakers=True)
    tense = c.pick(["past", "past", "near", "future"])
    return (join(asks[0], bare_en, english(who, verb, tense, question=True), "?"),
            join(asks[1], bare_fr, "est-ce que", french_statement(who, verb, tense, object_=thing), "?"),
            linked(verb, who, thing))


def how_many_there(c):
    noun = c.pick([noun for noun in nouns("animal", "person", "thing", "food") if "mass" not in noun.kinds])
    preposition, fr, where = place(c, "in", "at")
    return (join("how many", noun.en_plural, "are there", preposition, where.en, "?"),
            join("combien de", noun.fr_plural, "y a-t-il", fr, "?"), frozenset({(noun.en, where.head)}))
