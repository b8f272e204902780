package db.migration.camunda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * The engine's tables, by the engine's own scripts, so that its run-time role needs no right to create any. Flyway
 * sets the schema of the connection; the scripts name none.
 */
public class V7_24__engine_tables extends BaseJavaMigration {

    private static final List<String> SCRIPTS = List.of(
            "engine", "identity", "history", "case.engine", "case.history", "decision.engine", "decision.history");

    /** Changes when the scripts do: Flyway then refuses to go on as if nothing had happened. */
    @Override
    public Integer getChecksum() {
        return 72400;
    }

    @Override
    public void migrate(Context context) throws IOException, SQLException {
        try (Statement statement = context.getConnection().createStatement()) {
            for (String script : SCRIPTS) {
                statement.execute(read("org/camunda/bpm/engine/db/create/activiti.postgres.create." + script + ".sql"));
            }
        }
    }

    private static String read(String resource) throws IOException {
        try (InputStream stream = ProcessEngine.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException("The engine's archive lacks " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
