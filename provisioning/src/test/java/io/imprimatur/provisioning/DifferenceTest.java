package io.imprimatur.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void only_what_is_wanted_counts() throws IOException {
        assertThat(Difference.between(json("{'a':1,'b':2,'c':{'d':3,'e':4}}"), json("{'a':1,'c':{'d':3}}")))
                .isEmpty();
    }

    @Test
    void a_member_that_differs_or_is_missing_is_named() throws IOException {
        assertThat(Difference.between(json("{'a':1,'c':{'d':3}}"), json("{'a':2,'b':true,'c':{'d':4}}")))
                .containsExactly("a", "b", "c");
    }

    @Test
    void the_order_of_a_list_means_nothing() throws IOException {
        assertThat(Difference.between(json("{'l':['x','y']}"), json("{'l':['y','x']}")))
                .isEmpty();
        assertThat(Difference.between(json("{'l':['x','y','z']}"), json("{'l':['y','x']}")))
                .containsExactly("l");
    }

    @Test
    void applying_leaves_everything_else_as_it_was() throws IOException {
        assertThat(Difference.applied(json("{'a':1,'c':{'d':3,'e':4}}"), json("{'b':2,'c':{'d':5}}")))
                .isEqualTo(json("{'a':1,'b':2,'c':{'d':5,'e':4}}"));
    }

    private static ObjectNode json(String text) throws IOException {
        JsonNode document = new ObjectMapper().readTree(text.replace('\'', '"'));
        return (ObjectNode) document;
    }
}
