"""Noun phrases and verb groups, each in both languages at once."""

from dataclasses import dataclass

import french
from lexicon import NAMES, Noun, Verb

JE, TU, IL, NOUS, VOUS, ILS = range(6)


@dataclass(frozen=True)
class Phrase:
    """A noun phrase. `pairs` are the word pairs that it joins, such as (red, car), on which the data is split."""
    en: str
    fr: str
    head: str  # what it is about, for pairs with other words; empty for a pronoun
    gender: str = "m"
    plural: bool = False
    person: int = IL
    kinds: frozenset = frozenset()
    pairs: frozenset = frozenset()

    def pronoun(self):
        """(English, French) subject pronoun for this phrase."""
        if self.plural:
            return "they", "ils" if self.gender == "m" else "elles"
        french_pronoun = "il" if self.gender == "m" else "elle"
        if self.kinds & {"person", "family"}:
            return ("he" if self.gender == "m" else "she"), french_pronoun
        return "it", french_pronoun

    def as_pronoun(self):
        en, fr = self.pronoun()
        return Phrase(en, fr, self.head, self.gender, self.plural, self.person, self.kinds)


I = Phrase("I", "je", "", person=JE)
WE = Phrase("we", "nous", "", plural=True, person=NOUS)
HE = Phrase("he", "il", "", kinds=frozenset({"person"}))
SHE = Phrase("she", "elle", "", "f", kinds=frozenset({"person"}))

# English singular and plural; French masculine, feminine, plural. A possessive's name is its English word.
DETERMINERS = {
    "the": ("the", "the", "le la les"),
    "a": ("a", "some", "un une des"),
    "this": ("this", "these", "ce cette ces"),
    "asked": ("a", "any", "un une des"),  # in a question
    "any": ("a", "any", "de de de"),  # under a negation
    "generic": ("", "", "le la les"),  # "she likes cats"
    "my": ("my", "my", "mon ma mes"),
    "tu": ("your", "your", "ton ta tes"),
    "his": ("his", "his", "son sa ses"),
    "her": ("her", "her", "son sa ses"),
    "our": ("our", "our", "notre notre nos"),
    "vous": ("your", "your", "votre votre vos"),
    "its": ("its", "its", "son sa ses"),
    "their": ("their", "their", "leur leur leurs"),
}
BEFORE_VOWEL = {"ce": "cet", "ma": "mon", "ta": "ton", "sa": "son", "du": "de l'"}


def possessive(owner):
    """The determiner of what belongs to the owner."""
    if owner.person == IL and "animal" in owner.kinds:
        return "its"
    if owner.person == IL:
        return "his" if owner.gender == "m" else "her"
    return {JE: "my", TU: "tu", NOUS: "our", VOUS: "vous", ILS: "their"}[owner.person]


def _article(en_word, following):
    sounds_like_vowel = following[0].lower() in "aeiou" and not following.startswith("uni")
    return "an" if en_word == "a" and sounds_like_vowel else en_word


def noun_phrase(noun: Noun, determiner, plural=False, adjectives=(), count=None) -> Phrase:
    """`determiner` is a key of DETERMINERS; a count replaces it, and makes the phrase plural above one."""
    mass = "mass" in noun.kinds
    column = 2 * plural + (noun.gender == "f")
    first = [a for a in adjectives if a.before]
    last = [a for a in adjectives if not a.before]
    fr = [noun.fr_plural if plural else noun.fr] + [a.forms[column] for a in last]
    for adjective in first:
        euphonic = column == 0 and french.vowel(fr[0])
        fr.insert(0, adjective.before_vowel if euphonic else adjective.forms[column])
    en = [a.en for a in first + last] + [noun.en_plural if plural else noun.en]
    if count is not None:
        en.insert(0, count[0])
        fr.insert(0, french.number(count[1], noun.gender))
    else:
        singular, many, forms = DETERMINERS[determiner]
        fr_word = forms.split()[2 if plural else noun.gender == "f"]
        en_word = many if plural or (mass and determiner != "this") else singular
        if mass and determiner in ("a", "asked"):
            fr_word = "du" if noun.gender == "m" else "de la"
        if plural and first and determiner in ("a", "asked"):
            fr_word = "de"  # "de grandes maisons"
        if not plural and french.vowel(fr[0]):
            fr_word = BEFORE_VOWEL.get(fr_word, fr_word)
        en.insert(0, _article(en_word, en[0]))
        fr.insert(0, fr_word)
    pairs = {(a.en, noun.en) for a in adjectives} | ({(count[0], noun.en)} if count else set())
    return Phrase(" ".join(en).strip(), " ".join(fr), noun.en, noun.gender, plural, ILS if plural else IL,
                  noun.kinds, frozenset(pairs))


def name_phrase(*names) -> Phrase:
    """One or several people by name: several are masculine unless all are women."""
    gender = "f" if all(dict(NAMES)[name] == "f" for name in names) else "m"
    many = len(names) > 1
    return Phrase(" and ".join(names), " et ".join(names), names[0], gender, many, ILS if many else IL,
                  frozenset({"person"}))


# ---- English verbs

BE = Verb("be", "was", "being", "être", frozenset(), frozenset(), "s")
HAVE = Verb("have", "had", "having", "avoir", frozenset(), frozenset(), "s")


def third_person(base):
    first, *particle = base.split()
    form = {"have": "has", "go": "goes", "be": "is"}.get(first) or (
        first + "es" if first.endswith(("ch", "sh", "s", "x")) else
        first[:-1] + "ies" if first.endswith("y") and first[-2] not in "aeou" else first + "s")
    return " ".join([form, *particle])


def be(subject, tense="present"):
    if tense == "past":
        return "was" if subject.person in (JE, IL) else "were"
    return {JE: "am", IL: "is"}.get(subject.person, "are")


def english_group(subject, verb, tense, adverb="", question=False):
    """(auxiliary, rest) of the verb group; the auxiliary is empty where English has none."""
    base, past, ing = (form.replace("_", " ") for form in (verb.en, verb.past, verb.ing))
    third = subject.person == IL
    if verb is BE and tense in ("present", "past"):
        auxiliary, main = be(subject, tense), ""
    elif tense in ("present", "past", "want"):
        if tense == "want":
            base = "want to " + base
        if question or adverb == "not":
            auxiliary = "did" if tense == "past" else "does" if third else "do"
            main = base
        else:
            auxiliary, main = "", past if tense == "past" else third_person(base) if third else base
    elif tense == "used":
        auxiliary, main = "", "used to " + base
    elif tense in ("progressive", "near"):
        auxiliary, main = be(subject), ing if tense == "progressive" else "going to " + base
    else:
        auxiliary, main = ("will" if tense == "future" else tense), base
    if (auxiliary, adverb) == ("can", "not"):
        return "cannot", main
    return auxiliary, f"{adverb} {main}".strip()


def english(subject, verb, tense, adverb="", question=False):
    auxiliary, rest = english_group(subject, verb, tense, adverb, question)
    return join(auxiliary, subject.en, rest) if question else join(subject.en, auxiliary, rest)


# ---- French verbs

# What stands before the verb in English and behind the finite verb in French.
NEGATIONS = {"not": "pas", "never": "jamais", "no longer": "plus"}
ADVERBS = {"": "", "often": "souvent", "always": "toujours", "sometimes": "parfois", **NEGATIONS}
WITH_INFINITIVE = {"near": "aller", "progressive": "être", "can": "pouvoir", "must": "devoir", "want": "vouloir"}


def french_group(subject, verb, tense, adverb="", clitic="", object_=None):
    """(before, finite, after): the verb group around its finite verb, so that a question can invert.

    object_ is an object that stands before the participle, which then agrees with it: "les clés qu'il a perdues".
    """
    after = [ADVERBS[adverb]]
    early = clitic
    if tense in WITH_INFINITIVE:
        finite = french.conjugate(WITH_INFINITIVE[tense], "present", subject.person)
        after += ["en train de" if tense == "progressive" else "", clitic, verb.fr]
        early = ""
    elif tense == "past" and "s" not in verb.uses:
        with_etre = "e" in verb.uses
        finite = french.conjugate("être" if with_etre else "avoir", "present", subject.person)
        agrees = subject if with_etre else object_
        after.append(french.participle(verb.fr, *((agrees.gender, agrees.plural) if agrees else ())))
    else:
        finite = french.conjugate(verb.fr, "imperfect" if tense in ("past", "used") else tense, subject.person)
    return ["ne" if adverb in NEGATIONS else "", early], finite, after


def join(*parts):
    """The words of strings and lists of strings, with one space between two."""
    words = [word for part in parts for word in (part if isinstance(part, list) else [part])]
    return " ".join(word for word in words if word)


def french_statement(subject, verb, tense, adverb="", **options):
    return join(subject.fr, *french_group(subject, verb, tense, adverb, **options))


def french_inversion(subject, verb, tense, adverb="", **options):
    """"Avez-vous", "a-t-il": the subject is a pronoun."""
    before, finite, after = french_group(subject, verb, tense, adverb, **options)
    link = "-t-" if finite[-1] in "ae" and subject.person == IL else "-"
    return join(before, finite + link + subject.fr, after)
