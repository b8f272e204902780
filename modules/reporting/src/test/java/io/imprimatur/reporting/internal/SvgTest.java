package io.imprimatur.reporting.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.reporting.internal.Svg.Anchor;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class SvgTest {

    private static final String HOSTILE = "</text><script>alert(1)</script>\"'&\u0000\u0007\uD800\uFFFE";

    @Test
    void a_screen_reader_finds_title_and_description() {
        Element root = Parsed.of(new Drawing("What it is", "What it shows", 10, 20, svg -> {}))
                .root();

        assertThat(root.getAttribute("role")).isEqualTo("img");
        assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 10 20");
        assertThat(root.getAttribute("aria-labelledby")).isEqualTo("picture-title");
        assertThat(root.getAttribute("aria-describedby")).isEqualTo("picture-desc");
        assertThat(((Element) root.getFirstChild()).getAttribute("id")).isEqualTo("picture-title");
        assertThat(root.getFirstChild().getTextContent()).isEqualTo("What it is");
        assertThat(root.getFirstChild().getNextSibling().getTextContent()).isEqualTo("What it shows");
    }

    @Test
    void a_text_stays_a_text_whatever_it_says() {
        Parsed parsed = Parsed.of(new Drawing(HOSTILE, HOSTILE, 10, 10, svg -> svg.text(1, 2, Anchor.START, HOSTILE)));

        assertThat(parsed.all("script")).isEmpty();
        assertThat(parsed.texts()).containsExactly("</text><script>alert(1)</script>\"'&\uFFFD\uFFFD\uFFFD\uFFFD");
        assertThat(parsed.title()).startsWith("</text><script>");
    }

    @Test
    void the_names_that_a_plan_gives_its_groups_cannot_break_out() {
        ObjectNode evaluation = Samples.compared();
        evaluation.put("positive", HOSTILE);
        for (String side : new String[] {"challenger", "champion"}) {
            ((ObjectNode) evaluation.at("/" + side + "/slices"))
                    .set("sex." + HOSTILE, evaluation.at("/" + side + "/slices/sex.female"));
        }

        for (Drawing drawing : new Drawing[] {SlicesPicture.of(evaluation), ConfusionPicture.of(evaluation)}) {
            Parsed parsed = Parsed.of(drawing);
            assertThat(parsed.all("script")).isEmpty();
            assertThat(parsed.description()).contains("<script>");
        }
    }

    @Test
    void figures_are_written_the_same_in_every_country() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            Parsed parsed = Parsed.of(MetricsPicture.of(Samples.compared(), Samples.plan()));
            assertThat(parsed.texts()).contains("0.760").noneMatch(text -> text.contains("0,"));
        } finally {
            Locale.setDefault(before);
        }
    }
}
