package io.imprimatur.incontainer.server;

import io.imprimatur.incontainer.Database;
import io.imprimatur.incontainer.races.Move;
import io.imprimatur.launcher.Layout;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.spi.client.deployment.DeploymentDescription;
import org.jboss.arquillian.container.spi.client.deployment.TargetDescription;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.test.spi.client.deployment.DeploymentScenarioGenerator;
import org.jboss.arquillian.test.spi.TestClass;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The product's own archive as it was built, and beside its classes the tests and what they need. */
public final class ArchiveWithTests implements DeploymentScenarioGenerator {

    private static final String DEFAULT = "_DEFAULT_";

    @Override
    public List<DeploymentDescription> generate(TestClass test) {
        Layout layout = Layout.usual();
        Path example = layout.project().resolve("examples/credit-risk");
        File built = layout.project().resolve("app/target/ROOT.war").toFile();
        WebArchive archive = ShrinkWrap.createFromZipFile(WebArchive.class, built)
                .addPackages(false, Database.class.getPackage(), Move.class.getPackage())
                .addAsResource(example.resolve("card-1.json").toFile(), "examples/card.json")
                .addAsResource(example.resolve("data/evaluation.csv").toFile(), "examples/evaluation.csv")
                .addAsResource(example.resolve("credit-risk-1.pt").toFile(), "examples/model.pt")
                .addAsResource(example.resolve("plan-1.json").toFile(), "examples/plan.json")
                .addAsResource("races/intake.json", "examples/intake.json")
                .addAsResource("races/evaluation.json", "examples/evaluation.json")
                .addAsLibraries(Stream.of(Assertions.class, Awaitility.class, Matcher.class)
                        .map(ArchiveWithTests::jarOf)
                        .toArray(File[]::new));
        return List.of(new DeploymentDescription(DEFAULT, archive)
                .setTarget(TargetDescription.DEFAULT)
                .setProtocol(ProtocolDescription.DEFAULT)
                .shouldBeManaged(true)
                .shouldBeTestable(true));
    }

    private static File jarOf(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
