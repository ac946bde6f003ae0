"""The words of the demo grammar: each English word, its one French word, and what may be said of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    en: str
    en_plural: str
    fr: str
    fr_plural: str
    gender: str  # of the French noun; people have the same one in English
    kinds: frozenset
    place: tuple = ()  # of places: ("in", "dans") or ("at", "à")


@dataclass(frozen=True)
class Adjective:
    en: str
    forms: tuple  # masculine, feminine, masculine plural, feminine plural
    before_vowel: str  # masculine singular before a vowel: vieil, nouvel, bel
    before: bool  # stands before the noun
    kinds: frozenset  # the nouns that it may describe
    uses: str  # "a" attributive, "p" predicative, "c" comparative


@dataclass(frozen=True)
class Verb:
    en: str
    past: str
    ing: str
    fr: str
    objects: frozenset  # kinds of noun that it takes, none for an intransitive verb
    subjects: frozenset
    # "e": être in the passé composé; "s": a state, its past is the imparfait; "n": done once, neither as a habit nor for
    # a while; "x": happens to one, without being wanted
    uses: str


def french_plural(word):
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word[:-2] + "aux"
    if word.endswith(("eau", "ou")):
        return word + "x"
    return word + "s"


def english_plural(word):
    if word.endswith(("s", "x", "ch", "sh", "ato")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def rows(table):
    """The fields of a table's lines, which are separated by bars."""
    return [[field.strip() for field in line.split("|")] for line in table.strip().splitlines()]


def parse_nouns(table):
    nouns = []
    for english, french, kinds, *place in rows(table):
        en, _, en_plural = english.partition("/")
        fr, gender = french.split()
        nouns.append(Noun(en, en_plural or english_plural(en), fr, french_plural(fr), gender,
                          frozenset(kinds.split()), tuple(place[0].split()) if place else ()))
    return nouns


# English[/irregular plural] | French gender | kinds [| preposition of the place in English and French]
NOUNS = parse_nouns("""
man/men       | homme m      | person adult
woman/women   | femme f      | person adult
boy           | garçon m     | person
girl          | fille f      | person
child/children| enfant m     | person
doctor        | médecin m    | person adult job
nurse         | infirmière f | person adult job
teacher       | professeur m | person adult job
baker         | boulanger m  | person adult job
actress       | actrice f    | person adult job
waiter        | serveur m    | person adult job
student       | étudiant m   | person job
queen         | reine f      | person adult
brother       | frère m      | family
sister        | sœur f       | family
mother        | mère f       | family
father        | père m       | family
uncle         | oncle m      | family
aunt          | tante f      | family
cat           | chat m       | animal
dog           | chien m      | animal
bird          | oiseau m     | animal
horse         | cheval m     | animal
mouse/mice    | souris f     | animal
cow           | vache f      | animal
rabbit        | lapin m      | animal
owl           | hibou m      | animal
goose/geese   | oie f        | animal
turtle        | tortue f     | animal
apple         | pomme f      | food piece
orange        | orange f     | food piece
egg           | œuf m        | food piece
cake          | gâteau m     | food piece
strawberry    | fraise f     | food piece
tomato        | tomate f     | food piece
bean          | haricot m    | food piece
bread         | pain m       | mass food
cheese        | fromage m    | mass food
meat          | viande f     | mass food
rice          | riz m        | mass food
jam           | confiture f  | mass food
water         | eau f        | mass drink
milk          | lait m       | mass drink
coffee        | café m       | mass drink
tea           | thé m        | mass drink
beer          | bière f      | mass drink
book          | livre m      | text thing
newspaper     | journal m    | text thing
letter        | lettre f     | text thing
story         | histoire f   | text
poem          | poème m      | text
dress         | robe f       | clothes thing
hat           | chapeau m    | clothes thing
shirt         | chemise f    | clothes thing
coat          | manteau m    | clothes thing
shoe          | chaussure f  | clothes thing
key           | clé f        | thing
box           | boîte f      | thing opening
knife/knives  | couteau m    | thing
chair         | chaise f     | thing fragile
lamp          | lampe f      | thing fragile
bag           | sac m        | thing opening
umbrella      | parapluie m  | thing fragile
computer      | ordinateur m | thing fragile
watch         | montre f     | thing fragile
flower        | fleur f      | thing
gift          | cadeau m     | thing opening
car           | voiture f    | vehicle
bicycle       | vélo m       | vehicle
boat          | bateau m     | vehicle
door          | porte f      | opening
window        | fenêtre f    | opening fragile
house         | maison f     | place building | in dans
garden        | jardin m     | place          | in dans
kitchen       | cuisine f    | place          | in dans
forest        | forêt f      | place          | in dans
park          | parc m       | place          | in dans
school        | école f      | place building | at à
station       | gare f       | place building | at à
market        | marché m     | place          | at à
hospital      | hôpital m    | place building | at à
hotel         | hôtel m      | place building | at à
museum        | musée m      | place building | at à
restaurant    | restaurant m | place building | at à
university    | université f | place building | at à
beach         | plage f      | place          | at à
""")

# Name and gender; all of them are friends, so one says tu to them.
NAMES = [("Paul", "m"), ("Marie", "f"), ("Louis", "m"), ("Claire", "f"), ("Nicolas", "m"), ("Alice", "f"),
         ("Antoine", "m"), ("Julie", "f"), ("Thomas", "m"), ("Emma", "f")]

COUNTRIES = [("France", "en France"), ("Italy", "en Italie"), ("Spain", "en Espagne"), ("Canada", "au Canada"),
             ("Japan", "au Japon"), ("the United States", "aux États-Unis")]
CITIES = [("Paris", "à Paris"), ("Lyon", "à Lyon"), ("London", "à Londres"), ("Rome", "à Rome")]


def feminine(word):
    if word.endswith("e"):
        return word
    if word.endswith("eux"):
        return word[:-1] + "se"
    if word.endswith("er"):
        return word[:-2] + "ère"
    if word.endswith("ien") or word.endswith("on"):
        return word + "ne"
    return word + "e"


def parse_adjectives(table, before):
    adjectives = []
    for english, french, kinds, uses in rows(table):
        masculine, *given = french.split()
        feminine_form = given[0] if given else feminine(masculine)
        forms = (masculine, feminine_form, french_plural(masculine), feminine_form + "s")
        vowel_form = given[1] if len(given) > 1 else masculine
        adjectives.append(Adjective(english, forms, vowel_form, before, frozenset(kinds.split()), uses))
    return adjectives


# English | masculine [irregular feminine [masculine before a vowel]] | kinds | uses
ADJECTIVES = parse_adjectives("""
small     | petit                  | animal piece thing clothes vehicle place opening | apc
big       | grand                  | animal thing vehicle place opening              | apc
old       | vieux vieille vieil    | adult animal thing clothes vehicle place        | ap
young     | jeune                  | adult animal                                    | apc
new       | nouveau nouvelle nouvel| thing clothes vehicle text                      | a
beautiful | beau belle bel         | animal thing vehicle place text                 | ap
pretty    | joli                   | clothes thing                                   | a
good      | bon                    | food drink text                                 | a
""", before=True) + parse_adjectives("""
red         | rouge          | clothes thing vehicle opening  | ap
blue        | bleu           | clothes thing vehicle opening  | ap
green       | vert           | clothes thing vehicle opening  | ap
yellow      | jaune          | clothes thing vehicle          | ap
black       | noir           | clothes thing vehicle animal   | ap
white       | blanc blanche  | clothes thing vehicle animal   | ap
grey        | gris           | clothes vehicle animal         | ap
expensive   | cher           | clothes thing vehicle food     | apc
heavy       | lourd          | thing                          | apc
empty       | vide           | place                          | p
cold        | froid          | drink                          | ap
hot         | chaud          | drink                          | ap
dirty       | sale           | clothes thing vehicle animal   | apc
broken      | cassé          | fragile vehicle                | ap
fresh       | frais fraîche  | food                           | p
interesting | intéressant    | text person                    | apc
modern      | moderne        | building vehicle               | apc
intelligent | intelligent    | person animal                  | apc
famous      | célèbre        | adult                          | apc
rich        | riche          | adult                          | apc
tired       | fatigué        | person animal family           | ap
happy       | heureux        | person family                  | apc
sad         | triste         | person animal family           | apc
sick        | malade         | person animal family           | ap
serious     | sérieux        | person family                  | apc
curious     | curieux        | person animal                  | apc
shy         | timide         | person family                  | apc
funny       | drôle          | person animal text             | apc
quiet       | calme          | person animal place            | apc
dangerous   | dangereux      | animal                         | ap
slow        | lent           | animal vehicle                 | pc
fast        | rapide         | animal vehicle                 | pc
Italian     | italien        | adult food vehicle             | ap
American    | américain      | adult vehicle                  | ap
""", before=False)


def parse_verbs(table):
    return [Verb(*english.split(), french, frozenset(objects.split()), frozenset(subjects.split()), uses)
            for english, french, objects, subjects, uses in rows(table)]


# English base past -ing | French | objects | subjects besides pronouns and names | uses
VERBS = parse_verbs("""
eat ate eating              | manger     | food                       | person family animal |
buy bought buying           | acheter    | food thing vehicle clothes | person family |
see saw seeing              | voir       | animal thing vehicle person building | person family animal | n
look_for looked_for looking_for | chercher | thing animal person vehicle | person family animal |
drink drank drinking        | boire      | drink                      | person family |
read read reading           | lire       | text                       | person family |
write wrote writing         | écrire     | text                       | person family |
sell sold selling           | vendre     | food thing vehicle clothes | person family |
open opened opening         | ouvrir     | opening                    | person family |
close closed closing        | fermer     | opening                    | person family |
wash washed washing         | laver      | clothes vehicle animal     | person family |
lose lost losing            | perdre     | thing clothes              | person family | x
find found finding          | trouver    | thing clothes animal       | person family animal | x
wait_for waited_for waiting_for | attendre | person family            | person family |
listen_to listened_to listening_to | écouter | person family         | person family animal |
watch watched watching      | regarder   | animal person              | person family animal |
know knew knowing           | connaître  | person                     | person family | s
help helped helping         | aider      | person family              | person family |
invite invited inviting     | inviter    | person family              | person family |
choose chose choosing       | choisir    | clothes vehicle            | person family | n
finish finished finishing   | finir      | text                       | person family | n
wear wore wearing           | porter     | clothes                    | person family |
break broke breaking        | casser     | fragile                    | person family | x
visit visited visiting      | visiter    | building                   | person family |
draw drew drawing           | dessiner   | animal thing building      | person family |
build built building        | construire | building vehicle           | person family | n
""")
LIKES = parse_verbs("""
like liked liking           | aimer      | food drink animal | person family | s
hate hated hating           | détester   | food drink animal | person family | s
""")
INTRANSITIVE = parse_verbs("""
sleep slept sleeping        | dormir     |  | person family animal |
work worked working         | travailler |  | person family |
run ran running             | courir     |  | person family animal |
laugh laughed laughing      | rire       |  | person family |
cry cried crying            | pleurer    |  | person family |
sing sang singing           | chanter    |  | person family |
dance danced dancing        | danser     |  | person family |
play played playing         | jouer      |  | person family animal |
""")
MOVEMENTS = parse_verbs("""
go went going               | aller      | to   | person family | e
arrive arrived arriving     | arriver    | at   | person family | e
stay stayed staying         | rester     | at   | person family | e
return returned returning   | retourner  | to   | person family | e
come_back came_back coming_back | revenir | from | person family | e
leave left leaving          | partir     |      | person family | e
fall fell falling           | tomber     |      | person family animal | ex
""")
GIVING = parse_verbs("""
give gave giving            | donner     | thing food | person family |
show showed showing         | montrer    | thing clothes vehicle | person family |
send sent sending           | envoyer    | text thing | person family |
lend lent lending           | prêter     | thing clothes vehicle | person family |
""")
MODALS = ["can", "must", "want"]
