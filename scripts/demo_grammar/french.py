"""French forms: conjugation, elision, contraction, numbers."""

import re
import unicodedata

# Before these an initial vowel or h does not elide: "le hibou", "les haricots", "le onze".
ASPIRATED = {"hibou", "hiboux", "haricot", "haricots", "huit", "onze"}
ELIDING = {"le", "la", "je", "me", "te", "ne", "de", "que"}


def vowel(word):
    """Whether a word begins with a vowel sound, so that the word before it elides or takes another form."""
    letter = unicodedata.normalize("NFD", word[0].lower().replace("œ", "o"))[0]
    return letter in "aeiouyh" and re.match(r"\w*", word).group().lower() not in ASPIRATED


def elide(text):
    """"je ne ai pas de eau" to "je n'ai pas d'eau"."""
    words = text.split()
    out = ""
    for word, after in zip(words, words[1:] + ["."]):
        elided = word.split("-")[-1].split("'")[-1] in ELIDING and vowel(after)
        out += word[:-1] + "'" if elided else word + " "
    return out.strip()


def contract(preposition, phrase):
    """à or de before a noun phrase, which may begin with an article: "à" + "les enfants" to "aux enfants"."""
    article, _, rest = phrase.partition(" ")
    elides = vowel(rest or "x")
    if article == "les":
        return {"à": "aux ", "de": "des "}[preposition] + rest
    if article == "le" and not elides:
        return {"à": "au ", "de": "du "}[preposition] + rest
    return preposition + " " + phrase


UNITS = ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
         "dix-huit dix-neuf").split()
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def number(n, gender):
    """A number from 1 to 99 in words, with the gender of what it counts."""
    if n < 20:
        word = UNITS[n]
    else:
        base = max(ten for ten in TENS if ten <= n)
        rest = n - base
        if rest == 0:
            word = TENS[base] + ("s" if base == 80 else "")
        elif rest in (1, 11) and base != 80:
            word = f"{TENS[base]} et {UNITS[rest]}"
        else:
            word = f"{TENS[base]}-{UNITS[rest]}"
    return word + "e" if gender == "f" and n % 10 == 1 and n % 100 not in (11, 71, 91) else word


# Infinitive: the six persons of the present; past participle; stem of the future.
IRREGULAR = {
    "être": ("suis es est sommes êtes sont", "été", "ser"),
    "avoir": ("ai as a avons avez ont", "eu", "aur"),
    "aller": ("vais vas va allons allez vont", "allé", "ir"),
    "voir": ("vois vois voit voyons voyez voient", "vu", "verr"),
    "boire": ("bois bois boit buvons buvez boivent", "bu", "boir"),
    "lire": ("lis lis lit lisons lisez lisent", "lu", "lir"),
    "écrire": ("écris écris écrit écrivons écrivez écrivent", "écrit", "écrir"),
    "ouvrir": ("ouvre ouvres ouvre ouvrons ouvrez ouvrent", "ouvert", "ouvrir"),
    "connaître": ("connais connais connaît connaissons connaissez connaissent", "connu", "connaîtr"),
    "dormir": ("dors dors dort dormons dormez dorment", "dormi", "dormir"),
    "courir": ("cours cours court courons courez courent", "couru", "courr"),
    "rire": ("ris ris rit rions riez rient", "ri", "rir"),
    "partir": ("pars pars part partons partez partent", "parti", "partir"),
    "revenir": ("reviens reviens revient revenons revenez reviennent", "revenu", "reviendr"),
    "construire": ("construis construis construit construisons construisez construisent", "construit", "construir"),
    "acheter": ("achète achètes achète achetons achetez achètent", "acheté", "achèter"),
    "manger": ("mange manges mange mangeons mangez mangent", "mangé", "manger"),
    "envoyer": ("envoie envoies envoie envoyons envoyez envoient", "envoyé", "enverr"),
    "pouvoir": ("peux peux peut pouvons pouvez peuvent", "pu", "pourr"),
    "vouloir": ("veux veux veut voulons voulez veulent", "voulu", "voudr"),
    "devoir": ("dois dois doit devons devez doivent", "dû", "devr"),
}
REGULAR = {
    "er": ("e es e ons ez ent", "é", "er"),
    "ir": ("is is it issons issez issent", "i", "ir"),
    "re": ("s s  ons ez ent", "u", "r"),
}


def _parts(infinitive):
    if infinitive in IRREGULAR:
        present, participle, future = IRREGULAR[infinitive]
        return present.split(), participle, future
    stem = infinitive[:-2]
    present, participle, future = REGULAR[infinitive[-2:]]
    return [stem + ending for ending in present.split(" ")], stem + participle, stem + future


def conjugate(infinitive, tense, person):
    """The form of a verb; persons are 0 to 5 (je, tu, il, nous, vous, ils)."""
    present, _, future = _parts(infinitive)
    if tense == "present":
        return present[person]
    if tense == "future":
        return future + "ai as a ons ez ont".split()[person]
    stem = "ét" if infinitive == "être" else present[3].removesuffix("ons")
    ending = "ais ais ait ions iez aient".split()[person]
    if stem.endswith("ge") and ending.startswith("i"):  # mangeais, but mangions
        stem = stem[:-1]
    return stem + ending


def imperative(infinitive, person):
    """tu (1) or vous (4); verbs in -e lose the s of tu: "tu fermes" but "ferme"."""
    form = conjugate(infinitive, "present", person)
    return form.removesuffix("s") if form.endswith("es") and person == 1 else form


def agree(participle, gender, plural):
    if gender == "f":
        participle += "e"
    return participle + "s" if plural and not participle.endswith("s") else participle


def participle(infinitive, gender="m", plural=False):
    return agree(_parts(infinitive)[1], gender, plural)
