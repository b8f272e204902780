package io.imprimatur.incontainer.server;

import org.jboss.arquillian.container.test.impl.client.deployment.AnnotationDeploymentScenarioGenerator;
import org.jboss.arquillian.container.test.spi.client.deployment.DeploymentScenarioGenerator;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Makes Arquillian start one server with one archive for all test classes, where it would start one for each. */
public final class OneServer implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.override(
                DeploymentScenarioGenerator.class, AnnotationDeploymentScenarioGenerator.class, ArchiveWithTests.class);
        builder.observer(Lifetime.class);
    }
}
