package io.imprimatur.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentsTest {

    private static RegistryDatabase database;
    private static int names;

    @TempDir
    private static Path directory;

    private final ModelName model = new ModelName("parents-" + ++names);
    private Version parent;

    @BeforeAll
    static void start() {
        database = new RegistryDatabase(directory);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void add() {
        register(model);
        parent = add(model, Engine.PYTORCH, null, RegistryDatabase.card());
    }

    @Test
    void a_version_keeps_its_engine_and_what_it_was_made_from() {
        Version child = add(model, Engine.ONNX_RUNTIME, parent.id(), RegistryDatabase.card());

        Version read = database.in(services -> services.versions().get(child.id()));

        assertThat(read.engine()).isEqualTo(Engine.ONNX_RUNTIME);
        assertThat(read.parent()).isEqualTo(parent.id());
        assertThat(parent.engine()).isEqualTo(Engine.PYTORCH);
        assertThat(parent.parent()).isNull();
    }

    @Test
    void a_parent_is_of_the_same_model() {
        ModelName other = new ModelName(model + "-other");
        register(other);

        assertRefused("PARENT_UNLIKE", other, parent.id(), RegistryDatabase.card());
    }

    @Test
    void a_parent_takes_and_gives_the_same_tensors() {
        ObjectNode card = RegistryDatabase.card().deepCopy();
        ((ObjectNode) card.at("/inputs/0")).put("name", "something-else");

        assertRefused("PARENT_UNLIKE", model, parent.id(), card);
    }

    @Test
    void a_parent_that_nobody_added_is_unknown() {
        assertRefused("VERSION_UNKNOWN", model, VersionId.random(), RegistryDatabase.card());
    }

    @Test
    void an_engine_of_another_name_is_unknown() {
        assertThatThrownBy(() -> Engine.of("TensorFlow"))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("ENGINE_UNKNOWN"));
    }

    private static void assertRefused(String code, ModelName name, VersionId parent, JsonNode card) {
        assertThatThrownBy(() -> add(name, Engine.PYTORCH, parent, card))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void register(ModelName name) {
        database.in(services -> services.models().register(name, "to have versions"));
    }

    private static Version add(ModelName name, Engine engine, @Nullable VersionId parent, JsonNode card) {
        byte[] bytes = ("PK\3\4 weights " + ++names).getBytes(UTF_8);
        Digest artifact =
                database.store().store(new ByteArrayInputStream(bytes), null).digest();
        return database.in(services -> services.versions().add(name, artifact, engine, parent, card));
    }
}
