package io.imprimatur.app.camunda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageEndTest {

    @Test
    void a_query_without_an_end_gets_one() {
        assertThat(PageEnd.ended(null)).isEqualTo("maxResults=2000");
        assertThat(PageEnd.ended("")).isEqualTo("maxResults=2000");
        assertThat(PageEnd.ended("key=a&firstResult=3")).isEqualTo("key=a&firstResult=3&maxResults=2000");
        assertThat(PageEnd.ended("nameLike=maxResults")).isEqualTo("nameLike=maxResults&maxResults=2000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxResults=10", "key=a&maxResults=10", "maxResults=999999&key=a"})
    void an_end_that_is_named_is_left_to_the_engine(String query) {
        assertThat(PageEnd.ended(query)).isEqualTo(query);
    }
}
