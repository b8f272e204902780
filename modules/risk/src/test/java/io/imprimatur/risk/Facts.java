package io.imprimatur.risk;

import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.risk.RiskFacts.Archive;
import io.imprimatur.risk.RiskFacts.Data;
import io.imprimatur.risk.RiskFacts.Load;
import io.imprimatur.risk.RiskFacts.Platform;
import io.imprimatur.risk.RiskFacts.Quality;
import io.imprimatur.risk.RiskFacts.Safeguards;
import io.imprimatur.risk.RiskFacts.Slice;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts that give no cause for worry, to be made worse one at a time. */
final class Facts {

    static final Quality EVEN = new Quality(
            0.16, Map.of("sex.female", new Slice(500, 0.16), "sex.male", new Slice(500, 0.16)), Map.of("sex", 0.99));
    static final Load LIGHT = new Load(1.0, 1.0, 5_000, 0);
    static final Data WHOLE = new Data(1_000, Map.of(), Map.of(), Map.of());
    static final Archive HARMLESS =
            new Archive(true, 12, 40_000, List.of("collections.OrderedDict", "torch._utils._rebuild_tensor_v2"), 3);
    static final Platform SAME = new Platform("cpu", "PyTorch 2.7.1", 2_000, "cpu", "PyTorch 2.7.1");
    static final Safeguards NONE = new Safeguards(Set.of(), Set.of(), 0);

    Quality quality = EVEN;
    Load load = LIGHT;
    Data data = WHOLE;
    Archive archive = HARMLESS;
    Platform platform = SAME;
    Safeguards plan = NONE;
    ModelCard champion = card("{\"Car\": 0, \"House\": 1}");

    static ModelCard card(String codes) {
        String text = """
                {"naturalPersons": true,
                 "inputs": [{"name": "application", "datatype": "FP32", "shape": [-1, 1],
                   "columns": [{"name": "Purpose", "kind": "category", "codes": %s}]}],
                 "outputs": [{"name": "probabilities", "datatype": "FP32", "shape": [-1, 2], "labels": ["Good", "Bad"]}]}""".formatted(codes);
        return new ModelCard(1, Digest.of(new byte[0]), CanonicalJson.parse(text));
    }

    RiskRegister register() {
        return RiskRegisters.filledIn(
                card("{\"Car\": 0, \"House\": 1}"),
                champion,
                new RiskFacts(quality, load, data, archive, platform, plan));
    }

    Risk risk(String id) {
        return register().risks().stream()
                .filter(risk -> risk.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
