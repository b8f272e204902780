package io.imprimatur.workflows.internal;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.camunda.bpm.container.RuntimeContainerDelegate;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.cdi.CdiJtaProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Starts the engine with the application and stops it with it. The engine works on the persistence unit's own JTA data
 * source and leaves transactions to the server, so that a step's case, entities, revision and ledger entry commit or
 * vanish together, on request threads and on job threads.
 */
@ApplicationScoped
public class EngineStart {

    private static final Logger LOG = Logger.getLogger(EngineStart.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DataSource dataSource;
    private final Decisions decisions;
    private final Invitations invitations;
    private final String issuer;
    private final String keycloak;
    private final String directoryClient;
    private final String directorySecret;

    private @Nullable ProcessEngine engine;
    private @Nullable JobThreads jobs;

    @Inject
    public EngineStart(
            DataSource dataSource,
            ReleaseDecisions decisions,
            ReviewerMail invitations,
            @ConfigProperty(name = "imprimatur.oidc.issuer", defaultValue = "http://localhost:8180/realms/imprimatur")
                    String issuer,
            @ConfigProperty(name = "imprimatur.keycloak.url", defaultValue = "http://localhost:8180") String keycloak,
            @ConfigProperty(name = "imprimatur.directory.client.id", defaultValue = "imprimatur-directory")
                    String directoryClient,
            @ConfigProperty(name = "imprimatur.directory.client.secret") String directorySecret) {
        this.dataSource = dataSource;
        this.decisions = decisions;
        this.invitations = invitations;
        this.issuer = issuer;
        this.keycloak = keycloak;
        this.directoryClient = directoryClient;
        this.directorySecret = directorySecret;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected EngineStart() {
        this.dataSource = null;
        this.decisions = null;
        this.invitations = null;
        this.issuer = "";
        this.keycloak = "";
        this.directoryClient = "";
        this.directorySecret = "";
    }

    /** Whether the engine runs. */
    public synchronized boolean isRunning() {
        return engine != null;
    }

    @SuppressWarnings("BanJNDI") // the names are constants of the server
    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object application) throws NamingException {
        if (engine != null) {
            // Servers initialise the scope more than once.
            return;
        }
        long begun = System.nanoTime();
        InitialContext naming = new InitialContext();
        CdiJtaProcessEngineConfiguration configuration = new CdiJtaProcessEngineConfiguration();
        EngineSettings.apply(configuration, decisions, invitations);
        configuration.setDataSource(dataSource);
        configuration.setTransactionsExternallyManaged(true);
        configuration.setTransactionManager((TransactionManager) naming.lookup("java:appserver/TransactionManager"));
        configuration.setIdentityProviderSessionFactory(
                DirectoryFactory.of(issuer, keycloak, directoryClient, directorySecret));
        JobThreads threads =
                new JobThreads((ManagedExecutorService) naming.lookup("java:comp/DefaultManagedExecutorService"));
        configuration.setJobExecutor(threads);
        configuration.setJobExecutorActivate(false);
        ProcessEngine built = configuration.buildProcessEngine();
        furnish(built);
        RuntimeContainerDelegate.INSTANCE.get().registerProcessEngine(built);
        engine = built;
        jobs = threads;
        threads.start();
        LOG.log(Level.INFO, "Engine started in {0} ms", (System.nanoTime() - begun) / 1_000_000);
    }

    /** Nodes that start together take turns, so that nothing is deployed or granted twice. */
    private static void furnish(ProcessEngine engine) {
        var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        configuration.getCommandExecutorTxRequired().execute(context -> {
            context.getPropertyManager().acquireExclusiveLockForStartup();
            Deployment.deploy(engine.getRepositoryService());
            new Access(engine).grant();
            return null;
        });
    }

    void leave(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
        stop();
    }

    @PreDestroy
    synchronized void stop() {
        ProcessEngine running = engine;
        JobThreads threads = jobs;
        if (running == null || threads == null) {
            return;
        }
        engine = null;
        jobs = null;
        threads.shutdown();
        try {
            if (!threads.awaitIdle(PATIENCE)) {
                LOG.warning("Jobs still run; their transactions roll back and another node runs them again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RuntimeContainerDelegate.INSTANCE.get().unregisterProcessEngine(running);
        running.close();
        LOG.info("Engine stopped");
    }
}
