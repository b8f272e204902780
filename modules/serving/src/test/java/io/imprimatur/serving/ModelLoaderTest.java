package io.imprimatur.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import io.imprimatur.testbed.MovedClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelLoaderTest {

    private final House house = new House();
    private final MovedClock clock = new MovedClock();
    private final ModelLoader loader =
            new ModelLoader(house.inference(), new Cards(), new Artifacts(), house.splits(), clock);

    ModelLoaderTest() {
        house.models.clear();
    }

    @Test
    void what_the_splits_need_is_loaded_once() {
        house.publish(house.champion, house.challenger, 500);

        loader.reconcile();
        loader.reconcile();

        assertThat(house.loads).containsOnlyKeys(house.champion.version(), house.challenger.version());
        assertThat(house.loads.values()).containsOnly(1);
        assertThat(loader.held(house.champion.version())).isPresent();
    }

    @Test
    void what_leaves_the_splits_answers_for_a_moment_more() {
        house.publish(house.champion, house.challenger, 500);
        loader.reconcile();
        house.publish(house.champion, null, 0);

        loader.reconcile();
        assertThat(house.models).containsKey(house.challenger.version());
        clock.forward(Duration.ofSeconds(6));
        loader.reconcile();

        assertThat(house.models).containsOnlyKeys(house.champion.version());
        assertThat(loader.held(house.challenger.version())).isEmpty();
    }

    @Test
    void what_comes_back_in_time_is_not_let_go() {
        house.publish(house.champion, house.challenger, 500);
        loader.reconcile();
        house.publish(house.champion, null, 0);
        loader.reconcile();
        house.publish(house.champion, house.challenger, 500);
        clock.forward(Duration.ofSeconds(6));
        loader.reconcile();

        assertThat(house.models).containsKey(house.challenger.version());
    }

    @Test
    void what_cannot_be_loaded_is_tried_again_but_not_at_once() {
        house.publish(house.champion, null, 0);
        house.loadingFails = true;
        loader.reconcile();
        loader.reconcile();
        assertThat(house.loads.get(house.champion.version())).isEqualTo(1);

        house.loadingFails = false;
        clock.forward(Duration.ofSeconds(11));
        loader.reconcile();

        assertThat(house.loads.get(house.champion.version())).isEqualTo(2);
        assertThat(loader.isReady()).isTrue();
    }

    @Test
    void a_node_is_ready_when_the_splits_are_known_and_every_champion_is_warm() {
        house.splitsKnown = false;
        assertThat(loader.isReady()).isFalse();

        house.splitsKnown = true;
        house.publish(house.champion, house.challenger, 500);
        assertThat(loader.isReady()).isFalse();

        loader.reconcile();
        assertThat(loader.isReady()).isTrue();
        house.models.remove(house.challenger.version());
        assertThat(loader.isReady()).isTrue();
    }

    /** Every version has the same card. */
    private static final class Cards extends Versions {

        @Override
        public Version get(VersionId id) {
            ObjectNode card = CanonicalJson.object();
            ObjectNode input = card.putArray("inputs").addObject();
            input.put("name", "features").put("datatype", "FP32");
            input.putArray("shape").add(-1).add(3);
            ObjectNode output = card.putArray("outputs").addObject();
            output.put("name", "probabilities").put("datatype", "FP32");
            output.putArray("shape").add(-1).add(2);
            card.putArray("sample").addArray().add(1).add(2).add(3);
            Digest digest = CanonicalJson.digest(card);
            return new Version(id, House.MODEL, 1, digest, 1, Engine.PYTORCH, null, new ModelCard(1, digest, card));
        }
    }

    /** Every artifact is there. */
    private static final class Artifacts extends ArtifactStore {

        @Override
        public Path pathOf(Digest digest) {
            return Path.of(digest.hex());
        }
    }
}
