package io.imprimatur.app.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings every context's schema to the version of this archive, as the owner of the database; then gives the run-time
 * role what it needs and no more. A node without the owner's password only checks that this has been done.
 */
final class Migrations {

    /** In this order: the ground floor first, since every context's audit tables point at its revisions. */
    static final List<String> SCHEMAS = List.of(
            "audit",
            "registry",
            "release",
            "evaluation",
            "rollout",
            "monitoring",
            "experiment",
            "serving",
            "notification",
            "camunda");

    private static final Logger LOG = Logger.getLogger(Migrations.class.getName());

    private final String url;
    private final String runtimeUser;
    private final String runtimePassword;
    private final @Nullable String ownerUser;
    private final @Nullable String ownerPassword;

    private Migrations(
            String url,
            String runtimeUser,
            String runtimePassword,
            @Nullable String ownerUser,
            @Nullable String ownerPassword) {
        this.url = url;
        this.runtimeUser = runtimeUser;
        this.runtimePassword = runtimePassword;
        this.ownerUser = ownerUser;
        this.ownerPassword = ownerPassword;
    }

    static Migrations from(Config config) {
        return new Migrations(
                config.getValue("imprimatur.db.url", String.class),
                config.getValue("imprimatur.db.user", String.class),
                config.getValue("imprimatur.db.password", String.class),
                config.getOptionalValue("imprimatur.db.owner.user", String.class)
                        .orElse(null),
                config.getOptionalValue("imprimatur.db.owner.password", String.class)
                        .orElse(null));
    }

    void run(ClassLoader loader) {
        long start = System.nanoTime();
        boolean owner = ownerUser != null;
        PGSimpleDataSource source = owner ? source(ownerUser, ownerPassword) : source(runtimeUser, runtimePassword);
        for (String schema : SCHEMAS) {
            Flyway flyway = Flyway.configure(loader)
                    .dataSource(source)
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .failOnMissingLocations(true)
                    .load();
            if (owner) {
                flyway.migrate();
            } else {
                validate(flyway, schema);
            }
        }
        if (owner) {
            grant(source);
        }
        LOG.log(Level.INFO, "Database {0} in {1} ms", new Object[] {
            owner ? "migrated" : "checked", (System.nanoTime() - start) / 1_000_000
        });
    }

    private static void validate(Flyway flyway, String schema) {
        try {
            flyway.validate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The database is not at this archive's version (schema " + schema + "). Start one node with "
                            + "IMPRIMATUR_DB_OWNER_USER and IMPRIMATUR_DB_OWNER_PASSWORD first: it migrates.",
                    e);
        }
    }

    private void grant(PGSimpleDataSource owner) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Grants.statement(SCHEMAS, runtimeUser));
        } catch (SQLException e) {
            throw new IllegalStateException("The run-time role " + runtimeUser + " could not be given its grants.", e);
        }
    }

    private PGSimpleDataSource source(@Nullable String user, @Nullable String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}
