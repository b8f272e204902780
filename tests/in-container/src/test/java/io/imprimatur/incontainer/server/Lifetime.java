package io.imprimatur.incontainer.server;

import java.io.IOException;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.deployment.DeploymentScenario;
import org.jboss.arquillian.container.spi.event.DeployManagedDeployments;
import org.jboss.arquillian.container.spi.event.SetupContainer;
import org.jboss.arquillian.container.spi.event.UnDeployManagedDeployments;
import org.jboss.arquillian.container.test.impl.client.deployment.event.GenerateDeployment;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.test.spi.annotation.ClassScoped;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;

/** From the first test class to the last: the database and the server, started once. */
public final class Lifetime {

    @Inject
    @ClassScoped
    private InstanceProducer<DeploymentScenario> scenario;

    private Servers servers;
    private DeploymentScenario first;
    private boolean begun;

    void begin(@Observes(precedence = 1) SetupContainer setup) throws IOException {
        servers = Servers.start(setup.getContainer());
    }

    void describe(@Observes EventContext<GenerateDeployment> context) {
        if (first == null) {
            context.proceed();
            first = scenario.get();
        } else {
            scenario.set(first);
        }
    }

    /** Once, also when it fails: the later classes fail at once then. */
    void deploy(@Observes EventContext<DeployManagedDeployments> context) throws IOException {
        if (!begun) {
            begun = true;
            context.proceed();
            servers.requireDeployed();
        }
    }

    void keep(@Observes EventContext<UnDeployManagedDeployments> context) {
        // the next class needs it
    }

    void end(@Observes AfterSuite last) throws DeploymentException {
        if (servers != null) {
            servers.stop();
        }
    }
}
