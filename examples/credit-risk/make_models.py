#!/usr/bin/env python3
"""Makes the three versions of credit-risk, their model cards, their plans and the figures in figures.json.

Run with Debian's python3-torch:  /usr/bin/python3 make_models.py
Everything is seeded: the same torch gives the same files.
"""

import csv
import hashlib
import json
import math
import random
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot

HERE = Path(__file__).parent
DATA = HERE / "data"
SEED = 20260101
LABEL, LABELS = "Class", ["Good", "Bad"]
NUMBERS = [
    "Duration", "Amount", "InstallmentRatePercentage", "ResidenceDuration", "Age",
    "NumberExistingCredits", "NumberPeopleMaintenance", "Telephone", "ForeignWorker",
]
# The entry form offers it; none of the thousand applications chose it.
UNSEEN = {"Purpose": "Vacation"}
FEMALE = ["Female.NotSingle"]


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def split(rows):
    """400 for training, 200 for evaluation, 400 to live, with the same share of defaults in each."""
    chosen = {"training": [], "evaluation": [], "live": []}
    shares = {"training": 0.4, "evaluation": 0.2, "live": 0.4}
    draw = random.Random(SEED)
    for label in LABELS:
        of_label = [row for row in rows if row[LABEL] == label]
        draw.shuffle(of_label)
        start = 0
        for name, share in shares.items():
            end = start + round(share * len(of_label))
            chosen[name] += of_label[start:end]
            start = end
    for part in chosen.values():
        draw.shuffle(part)
    return chosen


def columns_of(rows):
    """The columns of the tensor in the order of the file; codes count up by label, what nobody chose comes last."""
    columns = []
    for name in rows[0]:
        if name == LABEL:
            continue
        if name in NUMBERS:
            columns.append({"name": name, "kind": "number"})
        else:
            labels = sorted({row[name] for row in rows}) + ([UNSEEN[name]] if name in UNSEEN else [])
            columns.append({"name": name, "kind": "category", "codes": {label: i for i, label in enumerate(labels)}})
    return columns


def encode(rows, columns):
    values = [
        [float(row[c["name"]]) if c["kind"] == "number" else float(c["codes"][row[c["name"]]]) for c in columns]
        for row in rows
    ]
    return torch.tensor(values), torch.tensor([float(row[LABEL] == "Bad") for row in rows])


class BoundedInput(nn.Module):
    """Numbers standardised, categories one-hot. A code it does not know is none of the categories: all zeros."""

    def __init__(self, columns, training):
        super().__init__()
        numbers = [i for i, c in enumerate(columns) if c["kind"] == "number"]
        known = [
            (i, code)
            for i, c in enumerate(columns)
            if c["kind"] == "category"
            for label, code in c["codes"].items()
            if label != UNSEEN.get(c["name"])
        ]
        self.register_buffer("numbers", torch.tensor(numbers))
        self.register_buffer("mean", training[:, numbers].mean(0))
        self.register_buffer("deviation", training[:, numbers].std(0))
        self.register_buffer("positions", torch.tensor([i for i, _ in known]))
        self.register_buffer("codes", torch.tensor([float(code) for _, code in known]))
        self.width = len(numbers) + len(known)

    def forward(self, rows: Tensor) -> Tensor:
        standardised = (rows.index_select(1, self.numbers) - self.mean) / self.deviation
        categories = (rows.index_select(1, self.positions) == self.codes).to(rows.dtype)
        return torch.cat([standardised, categories], 1)


class UnboundedInput(nn.Module):
    """The same, but trusting every code to be one that training saw: the fault of version 3."""

    def __init__(self, columns, training):
        super().__init__()
        numbers = [i for i, c in enumerate(columns) if c["kind"] == "number"]
        self.register_buffer("numbers", torch.tensor(numbers))
        self.register_buffer("mean", training[:, numbers].mean(0))
        self.register_buffer("deviation", training[:, numbers].std(0))
        self.positions = [i for i, c in enumerate(columns) if c["kind"] == "category"]
        self.sizes = [len(c["codes"]) - (c["name"] in UNSEEN) for c in columns if c["kind"] == "category"]
        self.width = len(numbers) + sum(self.sizes)

    def forward(self, rows: Tensor) -> Tensor:
        parts = [(rows.index_select(1, self.numbers) - self.mean) / self.deviation]
        for position, size in zip(self.positions, self.sizes):
            parts.append(one_hot(rows[:, position].long(), size).to(rows.dtype))
        return torch.cat(parts, 1)


class CreditRisk(nn.Module):
    """[n, 20] in, probabilities of Good and Bad [n, 2] out."""

    def __init__(self, preprocessing, network):
        super().__init__()
        self.preprocessing = preprocessing
        self.network = network

    def forward(self, rows: Tensor) -> Tensor:
        bad = torch.sigmoid(self.network(self.preprocessing(rows)))
        return torch.cat([1 - bad, bad], 1)


def train(model, rows, truth, decay, steps, rate):
    optimiser = torch.optim.Adam(model.network.parameters(), lr=rate, weight_decay=decay)
    for _ in range(steps):
        optimiser.zero_grad()
        nn.functional.binary_cross_entropy(model(rows)[:, 1], truth).backward()
        optimiser.step()
    return model.eval()


def metrics(probability, truth):
    p, y = probability.double(), truth.double()
    called = (p >= 0.5).double()
    true_positive = float((called * y).sum())
    precision = true_positive / max(1.0, float(called.sum()))
    recall = true_positive / float(y.sum())
    bad, good = p[y == 1], p[y == 0]
    wins = (bad[:, None] > good[None, :]).double() + 0.5 * (bad[:, None] == good[None, :]).double()
    return {
        "rows": len(y),
        "accuracy": float((called == y).double().mean()),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-12, precision + recall),
        "rocAuc": float(wins.mean()),
        "logLoss": float(-(y * p.log() + (1 - y) * (1 - p).log()).mean()),
        "brier": float(((p - y) ** 2).mean()),
        "selected": float((called == 0).double().mean()),
    }


def normal_quantile(q):
    low, high = -10.0, 10.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if 0.5 * (1 + math.erf(middle / math.sqrt(2))) < q else (low, middle)
    return low


def power(deviations, sample, margin, alpha, difference=0.0):
    """Of a one-sided two-sample test of non-inferiority, normal approximation (Chow, Shao, Wang 2008, section 3.2)."""
    error = math.sqrt(sum(d * d for d in deviations) / sample)
    reach = (margin - difference) / error - normal_quantile(1 - alpha)
    return 0.5 * (1 + math.erf(reach / math.sqrt(2)))


def card(columns, claimed, sample, number, kind, retention):
    document = {
        "purpose": "Estimates the probability that a consumer loan is not paid back as agreed.",
        "intendedUses": ["Support of a credit officer's decision on consumer loans up to 20,000 Deutsche Mark."],
        "forbiddenUses": [
            "A decision without a human who may depart from it (GDPR Article 22).",
            "Setting wages, rents or insurance premiums.",
            "Applicants of another country or decade without a new evaluation.",
        ],
        "dataSheet": {
            "description": "Statlog (German Credit Data), Hans Hofmann, University of Hamburg, CC BY 4.0: "
            f"400 of 1,000 applications, chosen by a fixed seed. {kind}",
            "rows": 400,
            "region": "DE",
        },
        "personalData": [
            {"column": name, "category": category, "specialCategory": False, "source": "the applicant",
             "legalBasis": "GDPR Article 6(1)(b)", "recipients": ["credit officers", "internal audit"]}
            for name, category in [
                ("Age", "age"), ("Personal", "sex and marital status"), ("ForeignWorker", "nationality status"),
                ("Telephone", "contact"), ("Job", "occupation"), ("Housing", "living conditions"),
            ]
        ],
        "anonymity": {
            "quasiIdentifiers": ["Age", "Personal", "ForeignWorker", "Job", "Housing"],
            "sensitive": [LABEL, "Amount"],
        },
        "legalBasis": "GDPR Article 6(1)(b), steps at the request of the applicant before a contract",
        "naturalPersons": True,
        "domain": "credit-scoring",
        "automatedDecision": True,
        "metricsClaimed": {name: round(claimed[name], 4) for name in ("accuracy", "rocAuc", "logLoss", "brier")},
        "limits": [
            "Trained on 400 applications of the 1970s; sex and marital status share one code.",
            "A purpose that training never saw is treated as no purpose." if number < 3
            else "Every category code is taken as it comes.",
        ],
        "contactRole": "ml-engineer",
        "inputs": [{"name": "application", "datatype": "FP32", "shape": [-1, 20], "columns": columns}],
        "outputs": [{"name": "probabilities", "datatype": "FP32", "shape": [-1, 2], "labels": LABELS}],
        "sample": sample,
    }
    if retention:
        document["retention"] = retention
    return document


def plan(digest, number, test):
    personal = ["Male.Divorced.Seperated", "Male.Married.Widowed", "Male.Single"]
    hold = "PT1S" if number == 1 else "PT2S"
    document = {
        "evaluation": {
            "dataset": digest,
            "label": LABEL,
            "positive": "Bad",
            "thresholds": [
                {"metric": "rocAuc", "atLeast": 0.70},
                {"metric": "brier", "atMost": 0.20},
                {"metric": "selectionRatio.sex", "atLeast": 0.8},
                {"metric": "selectionRatio.age", "atLeast": 0.6},
            ],
            "againstChampion": [{"metric": "brier", "worseByAtMost": 0.02}],
            "slices": [
                {"name": "sex", "column": "Personal", "groups": {"female": FEMALE, "male": personal}},
                {"name": "age", "column": "Age", "bands": [25, 35, 50]},
            ],
        },
        "pilot": {"share": 500, "hold": "PT1S" if number == 1 else "PT3S",
                  "minimumPredictions": 0 if number == 1 else 5},
        "stages": [
            {"share": share, "hold": hold, "minimumPredictions": 0} for share in (500, 2500, 5000, 10000)
        ],
        "guardrails": [
            {"metric": "errorRate", "atMost": 0.05, "minimumPredictions": 3},
            {"metric": "latencyP99Millis", "atMost": 2000, "minimumPredictions": 20},
        ],
    }
    if number > 1:
        document["abTest"] = test
    if number == 3:
        document["pilot"]["hold"] = "PT60S"
    return document


def save(name, document):
    (HERE / name).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rows = read(DATA / "german_credit.csv")
    parts = split(rows)
    for name, part in parts.items():
        write(DATA / f"{name}.csv", part)
    write(DATA / "unseen.csv", [dict(row, **UNSEEN) for row in parts["live"][:40]])

    columns = columns_of(rows)
    encoded = {name: encode(part, columns) for name, part in parts.items()}
    training, truth = encoded["training"]

    def network(width, hidden, seed):
        torch.manual_seed(seed)
        return nn.Sequential(nn.Linear(width, hidden), nn.Tanh(), nn.Linear(hidden, 1)) if hidden else nn.Linear(width, 1)

    bounded, unbounded = BoundedInput(columns, training), UnboundedInput(columns, training)
    models = {
        1: train(CreditRisk(bounded, network(bounded.width, 0, 1)), training, truth, 0.05, 800, 0.02),
        2: train(CreditRisk(bounded, network(bounded.width, 12, 2)), training, truth, 0.06, 400, 0.01),
        3: train(CreditRisk(unbounded, network(unbounded.width, 12, 3)), training, truth, 0.06, 400, 0.01),
    }
    kinds = {
        1: "Logistic regression.",
        2: "A network with one hidden layer of 12.",
        3: "A network with one hidden layer of 12.",
    }

    figures, deviations = {}, {}
    sample = training[:4].tolist()
    digest = hashlib.sha256((DATA / "evaluation.csv").read_bytes()).hexdigest()
    expected = {}
    with torch.no_grad():
        for number, model in models.items():
            scripted = torch.jit.freeze(torch.jit.script(model))
            scripted.save(str(HERE / f"credit-risk-{number}.pt"))
            expected[number] = scripted(encoded["evaluation"][0][:8]).tolist()
            figures[number] = {
                name: metrics(model(inputs)[:, 1], outcome) for name, (inputs, outcome) in encoded.items()
            }
            inputs, outcome = encoded["evaluation"]
            female = torch.tensor([row["Personal"] in FEMALE for row in parts["evaluation"]])
            figures[number]["evaluation, women"] = metrics(model(inputs[female])[:, 1], outcome[female])
            figures[number]["evaluation, men"] = metrics(model(inputs[~female])[:, 1], outcome[~female])
            deviations[number] = float(((model(inputs)[:, 1] - outcome) ** 2).std())

    test = {"share": 5000, "metric": "brier", "margin": 0.1, "alpha": 0.05,
            "minimumSamplePerArm": 150, "maximumDuration": "PT10M"}
    figures["power"] = {
        "deviation": deviations,
        "of the plan": power((deviations[1], deviations[2]), 150, 0.1, 0.05),
        "with a margin of 0.05": power((deviations[1], deviations[2]), 150, 0.05, 0.05),
        "sample for a margin of 0.03 and power 0.8": math.ceil(
            (deviations[1] ** 2 + deviations[2] ** 2)
            * ((normal_quantile(0.95) + normal_quantile(0.8)) / 0.03) ** 2
        ),
    }
    save("figures.json", figures)
    save("expected.json", {"inputs": encoded["evaluation"][0][:8].tolist(), "probabilities": expected})
    for number in models:
        retention = "P2Y" if number != 2 else None
        save(f"card-{number}.json", card(columns, figures[number]["evaluation"], sample, number, kinds[number], retention))
        save(f"plan-{number}.json", plan(digest, number, test))
    save("card-2-amended.json", card(columns, figures[2]["evaluation"], sample, 2, kinds[2], "P2Y"))


if __name__ == "__main__":
    main()
