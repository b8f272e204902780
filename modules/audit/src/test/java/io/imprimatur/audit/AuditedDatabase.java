package io.imprimatur.audit;

import io.imprimatur.testbed.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** A PostgreSQL of this test run with the audit schema, one audited table, and the triggers that a migration puts on. */
final class AuditedDatabase implements AutoCloseable {

    private final TestDatabase database = new TestDatabase("audit", "sample");
    private final SessionFactory sessions;

    AuditedDatabase() {
        for (String table : new String[] {"audit.ledger", "audit.revision", "sample.parcel_aud"}) {
            run("create trigger refuse_change before update or delete on " + table
                    + " for each row execute function audit.refuse_change()");
            run("create trigger refuse_truncate before truncate on " + table
                    + " for each statement execute function audit.refuse_change()");
        }
        sessions = new Configuration()
                .addAnnotatedClass(Revision.class)
                .addAnnotatedClass(Parcel.class)
                .setProperty("hibernate.hbm2ddl.auto", "validate")
                .setProperty("org.hibernate.envers.audit_table_suffix", "_aud")
                .setProperty("hibernate.connection.provider_disables_autocommit", "false")
                .setProperty("jakarta.persistence.jdbc.url", database.address())
                .buildSessionFactory();
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    EntityManager entities() {
        return sessions.createEntityManager();
    }

    void inTransaction(Consumer<EntityManager> work) {
        sessions.inTransaction(work::accept);
    }

    void run(String sql) {
        database.run(sql);
    }

    String one(String sql) {
        return database.one(sql);
    }

    @Override
    public void close() {
        sessions.close();
        database.close();
    }
}
