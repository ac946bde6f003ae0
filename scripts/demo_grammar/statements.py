"""Statements of the demo grammar. Each function draws one: (English, French, word pairs), without the final stop."""

from dataclasses import replace

import french
from drawing import (FUTURE_TIMES, NUMBERS, PAST_TIMES, adjectives, clause, described, linked, name, nouns, object_of,
                     place, subject)
from lexicon import CITIES, COUNTRIES, GIVING, INTRANSITIVE, LIKES, MOVEMENTS, NAMES, VERBS
from phrases import (BE, HAVE, HE, I, NEGATIONS, SHE, WE, Phrase, Verb, english, french_statement, join, noun_phrase)

SOMEBODY = Verb("", "", "", "", frozenset(), frozenset({"person"}), "")
LIVE = Verb("live", "lived", "living", "habiter", frozenset(), frozenset({"person"}), "s")


def transitive(c):
    """"Paul is going to buy a small black cat"."""
    verb = c.pick(VERBS)
    who = subject(c, verb)

    def complement(adverb):
        thing = object_of(c, verb.objects, who, adverb)
        return thing.en, thing.fr, (thing,)
    return clause(c, who, verb, complement)


def intransitive(c):
    verb = c.pick(INTRANSITIVE)
    who = subject(c, verb)

    def complement(_):
        if c.chance(0.4):
            return "", "", ()
        preposition, fr, where = place(c, "in", "at")
        return f"{preposition} {where.en}", fr, (where,)
    return clause(c, who, verb, complement)


def movement(c):
    """With être: "the girls came back from the market", "les filles sont revenues du marché"."""
    verb = c.pick(MOVEMENTS)
    who = subject(c, verb, speakers=False)

    def complement(_):
        way = "".join(verb.objects)
        if not way:
            return "", "", ()
        preposition, fr, where = place(c, "at", *(["in"] if way == "from" or verb.fr == "rester" else []))
        if way == "from":
            return f"from {where.en}", french.contract("de", where.fr), (where,)
        return f"{way if way == 'to' else preposition} {where.en}", fr, (where,)
    return clause(c, who, verb, complement)


def giving(c):
    """The one who receives: "gives Marie a key", "gives them a key"."""
    verb = c.pick(GIVING)
    who = subject(c, SOMEBODY)
    clitics = [("them", "leur")] * 2 + ([("us", "nous"), ("me", "me")] if who not in (I, WE) else [])
    tense, adverb, (time_en, time_fr) = c.pick([
        ("past", "", c.pick(PAST_TIMES)), ("past", "not", ("", "")), ("near", "", c.pick(FUTURE_TIMES)),
        ("future", "", ("", "")), ("want", "", ("", "")), ("present", "never", ("", "")), ("present", "often", ("", ""))])
    thing = object_of(c, verb.objects, who, adverb)
    if c.chance(0.4):
        (en, clitic), receiver_fr, receivers = c.pick(clitics), "", ()
    else:
        receiver = name(c, who.en) if c.chance(0.5) else noun_phrase(c.pick(nouns("person")), "the", c.chance(0.4))
        en, clitic, receiver_fr, receivers = receiver.en, "", french.contract("à", receiver.fr), (receiver,)
    return (join(english(who, verb, tense, adverb), en, thing.en, time_en),
            join(french_statement(who, verb, tense, adverb, clitic=clitic), thing.fr, receiver_fr, time_fr),
            linked(verb, who, thing, *receivers))


def liking(c):
    """What English says without an article has the definite one: "she likes cats", "elle aime les chats"."""
    verb = c.pick(LIKES)
    who = subject(c, SOMEBODY)
    noun = c.pick(nouns(*sorted(verb.objects)))
    thing = described(c, noun, "generic", "mass" not in noun.kinds, chance=0.25)
    tense, adverb = c.pick([("present", ""), ("present", "not"), ("present", "no longer"), ("past", "")])
    return (join(english(who, verb, tense, adverb), thing.en), join(french_statement(who, verb, tense, adverb), thing.fr),
            linked(verb, who, thing))


def predicate(who, adjective, noun, tense="present", adverb="", degree=("", "")):
    """"The car is not red": noun says what the adjective is said of."""
    fr = adjective.forms[2 * who.plural + (who.gender == "f")]
    return (join(english(who, BE, tense, adverb), degree[0], adjective.en),
            join(french_statement(who, BE, tense, adverb), degree[1], fr),
            who.pairs | {(adjective.en, noun)})


def thing_with(c, use):
    """A noun phrase and an adjective that says something of it."""
    noun = c.pick([noun for noun in nouns("animal", "thing", "clothes", "vehicle", "place", "food", "drink", "text",
                                          "person", "family") if adjectives(noun, use)])
    plural = "mass" not in noun.kinds and c.chance(0.4)
    if noun.kinds & {"thing", "clothes", "vehicle", "animal"} and c.chance(0.35):
        owner = name(c) if c.chance(0.5) else noun_phrase(c.pick(nouns("person")), "the", c.chance(0.4))
        owned = noun_phrase(noun, "the", plural)
        ending = "'" if owner.en.endswith("s") and owner.plural else "'s"
        phrase = replace(owned, en=f"{owner.en}{ending} {owned.en.removeprefix('the ')}",
                         fr=f"{owned.fr} {french.contract('de', owner.fr)}", pairs=frozenset({(owner.head, noun.en)}))
    else:
        determiner = c.pick(["my", "our"] if "family" in noun.kinds else ["the", "the", "this"])
        phrase = noun_phrase(noun, determiner, plural)
    return phrase, c.pick(adjectives(noun, use)), noun


def attribute(c):
    thing, adjective, noun = thing_with(c, "p")
    tense, adverb = c.pick([("present", ""), ("present", ""), ("present", "not"), ("past", ""), ("past", "not"),
                            ("present", "no longer"), ("present", "always")])
    return predicate(thing, adjective, noun.en, tense, adverb)


def person_attribute(c):
    who = subject(c, SOMEBODY, speakers=False)
    kinds = {"person", "family"} if "family" in who.kinds else {"person"}
    adjective = c.pick([a for a in adjectives(nouns("adult")[0], "p") + adjectives(nouns("family")[0], "p")
                        if a.kinds & kinds])
    tense, adverb = c.pick([("present", ""), ("present", "not"), ("past", ""), ("future", ""), ("present", "often")])
    return predicate(who, adjective, who.head or "person", tense, adverb)


def comparison(c):
    """"The cat is smaller than the dog": more, less or as much as."""
    if c.chance(0.4):
        who, other = (name(c), name(c)) if c.chance(0.5) else (c.pick([HE, SHE]), name(c))
        adjective, noun = c.pick(adjectives(nouns("person")[0], "c")), who.head or "person"
    else:
        who, adjective, first = thing_with(c, "c")
        same = [n for n in nouns(*sorted(first.kinds - {"adult", "job", "mass", "building", "family"})) if n != first
                and not n.kinds & {"mass", "family"} and adjective.kinds & n.kinds]
        if not same:
            return attribute(c)
        other, noun = noun_phrase(c.pick(same), "the", c.chance(0.3)), first.en
    degrees = [(("more", "than"), "plus"), (("as", "as"), "aussi"), (("less", "than"), "moins")]
    (before, after), fr = c.pick(degrees[:2] if adjective.en in ("small", "big", "young", "slow", "fast") else degrees)
    en, french_text, pairs = predicate(who, adjective, noun, "present", "", ("", fr))
    word = compared(adjective.en) if before == "more" else f"{before} {adjective.en}"
    en = en[:len(en) - len(adjective.en)] + word
    return join(en, after, other.en), join(french_text, "que", other.fr), pairs | other.pairs


def compared(adjective):
    """The English comparative: bigger, funnier, more famous."""
    if adjective in ("modern", "famous", "curious", "tired", "quiet") or len(adjective) > 6:
        return "more " + adjective
    if adjective in ("big", "sad", "hot"):
        return adjective + adjective[-1] + "er"
    if adjective.endswith("y") and adjective != "shy":
        return adjective[:-1] + "ier"
    return adjective + ("r" if adjective.endswith("e") else "er")


def having(c):
    who = subject(c, SOMEBODY)
    tense, adverb = c.pick([("present", ""), ("present", ""), ("present", "not"), ("past", ""), ("present", "no longer")])
    noun = c.pick(nouns("animal", "thing", "vehicle", "clothes", "food", "drink"))
    plural = "mass" not in noun.kinds and c.chance(0.6)
    count = c.pick(NUMBERS) if plural and adverb not in NEGATIONS and c.chance(0.7) else None
    thing = described(c, noun, "any" if adverb in NEGATIONS else "a", plural, count)
    return (join(english(who, HAVE, tense, adverb), thing.en), join(french_statement(who, HAVE, tense, adverb), thing.fr),
            thing.pairs)


def there_is(c):
    noun = c.pick(nouns("animal", "person", "thing", "food", "drink"))
    negative, plural = c.chance(0.3), "mass" not in noun.kinds and c.chance(0.6)
    count = c.pick(NUMBERS) if plural and not negative and c.chance(0.6) else None
    thing = described(c, noun, "any" if negative else "a", plural, count, chance=0.2)
    preposition, fr, where = place(c, "in", "at")
    tense = c.pick(["present", "present", "past"])
    verb_en = {"present": ("is", "are"), "past": ("was", "were")}[tense][plural]
    verb_fr = french.conjugate("avoir", "imperfect" if tense == "past" else "present", 2)
    return (join("there", verb_en, "not" if negative else "", thing.en, preposition, where.en),
            join("il", "ne" if negative else "", "y", verb_fr, "pas" if negative else "", thing.fr, fr),
            thing.pairs | {(thing.head, where.head)})


def person_pronoun(c):
    """An object pronoun before the verb, with which the participle agrees: "I saw her", "je l'ai vue"."""
    verb = c.pick([verb for verb in VERBS if "person" in verb.objects])
    who = subject(c, SOMEBODY)
    tense, adverb = c.pick([("past", ""), ("past", "not"), ("present", "not"), ("present", "often"), ("near", ""),
                            ("future", ""), ("want", ""), ("can", "not"), ("present", "never")])
    if "s" in verb.uses:
        tense, adverb = c.pick([("present", ""), ("present", "not")])
    known = [("him", "le", HE), ("her", "la", SHE)]
    unknown = [("them", "les", None)] + ([("me", "me", None), ("us", "nous", None)] if who not in (I, WE) else [])
    en, clitic, whom = c.pick(known if tense == "past" else known + unknown)
    return (join(english(who, verb, tense, adverb), en),
            french_statement(who, verb, tense, adverb, clitic=clitic, object_=whom), linked(verb, who))


def age(c):
    who = subject(c, SOMEBODY)
    young = who.head in ("boy", "girl", "child")
    word, n = c.pick([count for count in NUMBERS if young == (count[1] <= 15)])
    return f"{english(who, BE, 'present')} {word} years old", join(french_statement(who, HAVE, "present"),
                                                                  french.number(n, "m"), "ans"), linked(HAVE, who)


def feeling(c):
    """What English is, French has: hungry, thirsty, sleepy, afraid of the dog."""
    who = subject(c, SOMEBODY)
    tense, adverb = c.pick([("present", ""), ("present", "not"), ("past", ""), ("present", "often")])
    pairs = frozenset()
    en, fr = c.pick([("hungry", "faim"), ("thirsty", "soif"), ("sleepy", "sommeil"), ("right", "raison"),
                     ("wrong", "tort")])
    if c.chance(0.5):
        animal = noun_phrase(c.pick(nouns("animal")), "the", c.chance(0.6))
        en, fr, pairs = f"afraid of {animal.en}", "peur " + french.contract("de", animal.fr), {("afraid", animal.head)}
    return (join(english(who, BE, tense, adverb), en), join(french_statement(who, HAVE, tense, adverb), fr),
            linked(HAVE, who) | pairs)


def job(c):
    """"She is an actress", "elle est actrice": a profession has no article."""
    who = c.pick([HE, SHE, name(c), name(c)])
    noun = c.pick([noun for noun in nouns("job") if noun.gender == who.gender])
    tense, adverb = c.pick([("present", ""), ("present", "not"), ("past", ""), ("present", "no longer")])
    return (join(english(who, BE, tense, adverb), noun_phrase(noun, "a").en),
            join(french_statement(who, BE, tense, adverb), noun.fr), frozenset({(who.head, noun.en)}) if who.head else frozenset())


def friend(c):
    """"My old friend Alice", "ma vieille amie Alice": the name tells the gender of the friend."""
    who_name, gender = c.pick(NAMES)
    old = c.chance(0.4)
    if old:
        fr = ("mon vieil ami " if gender == "m" else "ma vieille amie ") + who_name
    else:
        fr = ("mon ami " if gender == "m" else "mon amie ") + who_name
    who = Phrase(f"my {'old ' if old else ''}friend {who_name}", fr, who_name, gender, kinds=frozenset({"person"}))
    verb = c.pick(MOVEMENTS + INTRANSITIVE)
    if verb in INTRANSITIVE or not verb.objects:
        return clause(c, who, verb)
    adjective = c.pick(adjectives(nouns("person")[0], "p"))
    return predicate(who, adjective, who.head)


def schedule(c):
    """"The doctor will arrive at nine o'clock", "le médecin arrivera à neuf heures"."""
    verb = c.pick([verb for verb in MOVEMENTS if verb.en in ("arrive", "leave", "come_back")])
    who = subject(c, SOMEBODY, speakers=False)
    tense = c.pick(["past", "near", "future", "want", "must"])
    word, hour = c.pick([count for count in NUMBERS if count[1] <= 12])
    return (join(english(who, verb, tense), "at", word, "o'clock"),
            join(french_statement(who, verb, tense), "à", french.number(hour, "f"), "heures"),
            linked(verb, who) | {(verb.en, word)})


def living(c):
    who = subject(c, SOMEBODY)
    (en, fr), tense, adverb = c.pick(COUNTRIES + CITIES), *c.pick([("present", ""), ("present", "not"), ("used", ""),
                                                                   ("present", "no longer")])
    return (join(english(who, LIVE, tense, adverb), "in", en), join(french_statement(who, LIVE, tense, adverb), fr),
            linked(LIVE, who) | {("live", en)})
