package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pictures of a release over HTTP: for everybody with a role, by token and by the browser's session. */
@ExtendWith(House.Open.class)
class PicturesIT {

    private static final String[] NAMES = {"roc", "calibration", "confusion", "slices", "metrics", "splits", "ab-test"};

    @Test
    void every_picture_is_an_image_that_only_those_with_a_role_may_see() {
        House.Submitted first = house().submitFirst("pictures");
        house().reviewers.await(Review.PRIVACY.user(), first.release(), Review.PRIVACY.task());

        for (String name : NAMES) {
            String path = path(first, name);
            Answer picture = house().api.get(DemoUsers.AUDITOR, path).expect(200);
            assertThat(picture.header("Content-Type")).startsWith("image/svg+xml");
            assertThat(picture.header("Content-Security-Policy")).isEqualTo("default-src 'none'");
            assertThat(picture.header("ETag")).isNotEmpty();
            assertThat(picture.body()).contains("<title", "<desc");
            house().api.getAsNobody(path).expect(401);
            house().api.get(Tokens.PREDICTION_CLIENT, path).expect(403);
            assertThat(house().reviewers.at(Review.PRIVACY.user()).read(path).status())
                    .as("%s by the session of a browser", name)
                    .isEqualTo(200);
        }
    }

    @Test
    void what_there_is_no_picture_of_is_told() {
        House.Submitted first = house().submitFirst("pictures-unknown");

        Answer unknown = house().api.get(DemoUsers.AUDITOR, path(first, "mona-lisa"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("PICTURE_UNKNOWN");
        Answer nobodys = house().api
                .get(DemoUsers.AUDITOR, "/api/releases/00000000-0000-0000-0000-000000000000/pictures/roc.svg");
        assertThat(nobodys.status()).isEqualTo(404);
        assertThat(nobodys.body()).contains("RELEASE_UNKNOWN");
    }

    private static String path(House.Submitted release, String name) {
        return "/api/releases/" + release.release() + "/pictures/" + name + ".svg";
    }
}
